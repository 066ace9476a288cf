// How a text feels, from -1 to 1.
import { fold } from './fold.ts';
import { phraseList } from './phrases.ts';

const glad =
  phraseList(`love* | great | awesome | amazing | fantastic | excellent | perfect* | wonderful | brilliant | superb | impress* | delighted | happy | pleased | satisfied | enjoy* | best | helpful | useful | easy | thank | thanks | nice | good | smooth | beautiful* | recommend* | kudos | glad | lifesaver | faster | better |
  super | toll | klasse | großartig | perfekt | begeistert | zufrieden | gefällt | spitze | genial* | danke | gut | génial* | excellent* | parfait* | bravo | adore | ravi* | satisfait* | merci | bien | bon | bonne |
  excelente | perfect* | encanta | increíble | gracias | bueno | buena | ótimo | ótima | adorei | incrível | obrigado | obrigada | bom | boa | ottimo | ottima | fantastic* | bellissim* | complimenti | grazie |
  geweldig | uitstekend | tevreden | bedankt | świetn* | polecam | dziękuję | отличн* | нравится | спасибо | удобн* | harika | mükemmel | teşekkürler | 素晴らしい | 最高 | 便利 | ありがとう | 很好 | 喜欢 | 满意 | 感谢 | 최고 | 좋아요 | 감사`);
const upset =
  phraseList(`hate* | awful | terrible | horrible | worst | useless | garbage | trash | crap | rubbish | sucks | frustrat* | annoy* | angry | furious | disappoint* | unacceptable | ridiculous | joke | poor | bad | badly | pathetic | waste | wasted | broken | fails | failed | failing | failure | crash* | error* | bug | bugs | buggy | slow | unusable | nightmare | pain | painful | unreliable | lost | problem* | issue* | wrong | confus* | stupid | shame | unfortunately | never | worse | disaster | fed up | sick of | tired of |
  schlecht | schlimm* | furchtbar | katastroph* | ärger* | nerv* | enttäusch* | unbrauchbar | leider | fehler | langsam* | nul | nulle | horrible | déçu* | décevant* | catastroph* | inacceptable | énerv* | malheureusement | dommage | lent* | erreur* | bug* |
  malo | mala | pésim* | terrible | horrible | decepcion* | inaceptable | molest* | lamentable* | lent* | error* | péssim* | ruim | horrível | decepcion* | inaceitável | infelizmente | lent* | erro* | pessim* | terribile | orribile | delus* | inaccettabile | purtroppo | lent* | errore |
  slecht | vreselijk | teleurgesteld | helaas | fout* | źle | okropn* | niestety | ужасн* | плохо | разочаров* | к сожалению | ошибк* | kötü | berbat | maalesef | ひどい | 最悪 | 残念 | 遅い | 差 | 糟糕 | 失望 | 垃圾 | 최악 | 실망`);
const negation =
  /(?<![\p{L}])(not|no|never|without|hardly|nicht|kein\p{L}*|pas|jamais|no|nunca|não|non|mai|niet|geen|nie|не)(?![\p{L}])(?: [\p{L}'-]+){0,3}$/u;
const strongly =
  /(?<![\p{L}])(very|really|so|extremely|absolutely|totally|completely|incredibly|sehr|total|absolut|très|vraiment|muy|muito|molto|zeer|heel|bardzo|очень|çok)(?![\p{L}])/gu;

/** By words, their negation within four words, and what stresses them. 0 when nothing tells. */
export function sentimentOf(text: string): number {
  const folded = fold(text);
  const [up, upTurned] = counted(folded, glad.find(folded));
  const [down, downTurned] = counted(folded, upset.find(folded));
  const score = up + 0.5 * downTurned - down - upTurned;
  const stress =
    1 + 0.2 * Math.min(3, (folded.match(strongly)?.length ?? 0) + (text.match(/!/g)?.length ?? 0));
  return Math.max(-1, Math.min(1, Math.tanh((score * stress) / 2.2)));
}

/** How many of the phrases stand as said, and how many are negated. */
function counted(folded: string, phrases: string[]): [number, number] {
  let from = 0;
  let turned = 0;
  for (const phrase of phrases) {
    const at = folded.indexOf(phrase, from);
    if (negation.test(folded.slice(Math.max(0, at - 40), at).trimEnd())) turned++;
    from = at + phrase.length;
  }
  return [phrases.length - turned, turned];
}

export type Mood = 'positive' | 'neutral' | 'negative';

export function moodOf(sentiment: number): Mood {
  return sentiment > 0.15 ? 'positive' : sentiment < -0.15 ? 'negative' : 'neutral';
}
