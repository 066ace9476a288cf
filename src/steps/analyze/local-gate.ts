// Is it feedback at all? Chat is mostly not, and a channel where every "ok" gets an ear is soon left.
import { fold } from '../../text/fold.ts';
import { phraseList } from '../../text/phrases.ts';
import { stopWords, unmarked, wordsOf } from '../../text/words.ts';

/** What was found in a text: votes for any kind, those other than praise, and whether an area fits. */
export type Signs = { votes: number; serious: number; area: boolean };

/** Why a text is no feedback, in words for the person who asks; undefined when it may be. */
export function whyNotFeedback(text: string, signs: Signs): string | undefined {
  const plain = unmarked(text)
    .replace(/\p{Extended_Pictographic}/gu, ' ')
    .trim();
  if (!/[\p{L}\p{N}]/u.test(plain))
    return text.trim() === ''
      ? 'the message has no text'
      : 'the message has no words, only links, mentions or emoji';
  const folded = fold(plain);
  if (channelEvent.test(folded)) return 'it is a channel event and says nothing about the product';
  const courtesy = courtesyOf(folded);
  if (courtesy) return courtesy;
  const content = wordsOf(plain).filter((word) => !stopWords.has(word) && word.length > 1);
  if (signs.serious < 1.5 && chatter.find(folded.replace(sinceThen, ' ')).length > 0)
    return 'it is talk among colleagues and names nothing about the product';
  if (signs.votes === 0 && internal.find(folded).length > 0)
    return 'it reports work of the team, not what a customer said';
  if (content.length === 0) return 'it has no word that says what it is about';
  if (signs.votes === 0 && !signs.area && content.length < 3)
    return 'it is too short to tell what it is about';
  if (signs.votes === 0 && !signs.area)
    return 'it states no problem, wish, question or opinion about the product';
  return undefined;
}

const channelEvent =
  /^(\S+ )?(has |have )?(joined|left) (the )?(channel|group|conversation|#\S+)|^(\S+ )?(set|changed|cleared|updated) the channel|^(\S+ )?(was|were) added to (the )?(channel|#|\S+ by)|^(\S+ )?(pinned|archived|renamed|un-archived|unarchived) (a message|the channel|this channel)|^(\S+ )?added an integration|^reminder: |^this message was deleted/u;

/** Texts that are a courtesy from beginning to end. */
function courtesyOf(folded: string): string | undefined {
  const bare = folded
    .replace(/[^\p{L}\p{N}' +]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (onlyOf(bare, greetingWords)) return 'it is a greeting';
  if (onlyOf(bare, thanksWords) && thanks.test(bare)) return 'it only says thanks';
  if (onlyOf(bare, replyWords)) return 'it is a short reply without content';
  return undefined;
}

function onlyOf(bare: string, allowed: Set<string>): boolean {
  const words = bare.split(' ').filter(Boolean);
  return words.length > 0 && words.length <= 10 && words.every((word) => allowed.has(word));
}

const set = (words: string) => new Set(words.split(/\s+/).filter(Boolean).map(fold));
const greetingWords =
  set(`hi hello hey heya hiya yo dear all everyone everybody team folks guys people there good morning afternoon evening day night
  happy monday tuesday wednesday thursday friday weekend new year welcome back how are you doing today is it going hallo zusammen guten tag morgen abend moin servus
  bonjour salut bonsoir tout le monde a tous hola buenos buenas dias tardes noches a todos ola oi bom boa dia tarde noite pessoal ciao buongiorno salve a tutti hoi goedemorgen goedemiddag allemaal
  czesc dzien dobry привет всем добрый день здравствуйте merhaba herkese gunaydin こんにちは おはようございます お疲れ様です 你好 大家好 早上好 안녕하세요`);
const thanks =
  /thank|thx|\bty\b|cheers|danke|merci|gracias|obrigad|grazie|dank|bedankt|dzieki|dziekuje|спасибо|tesekkur|ありがと|谢谢|謝謝|감사/u;
const thanksWords =
  set(`thanks thank thx ty you u so much very many a lot again all everyone team guys folks for the your help quick response reply fast update letting us me know looking into it this that sorting fixing support heads up
  in advance cheers appreciated appreciate it much danke dank vielen schon sehr schonen herzlichen fur die hilfe schnelle antwort euch dir ihnen merci beaucoup bien pour votre aide reponse gracias muchas por la ayuda obrigado obrigada muito pela ajuda
  grazie mille tante per l'aiuto bedankt hartelijk je wel voor de hulp dzieki dziekuje bardzo za pomoc спасибо большое за помощь tesekkurler cok ederim ありがとうございます ありがとう 谢谢 非常感谢 謝謝 감사합니다 hi hello @here great perfect awesome`);
const replyWords =
  set(`ok okay okey k kk yes yep yeah yup no nope sure fine done cool great nice good perfect awesome sounds got it noted will do on my me too same here +1 1 agreed agree exactly right true correct lol haha hehe wow oh ah hmm np no problem
  all good welcome you're you are never mind nvm test testing ping pong bump up ack roger lgtm ship merged fixed brb afk cc fyi see above this that indeed of course absolutely definitely maybe later soon works for ja nein jo passt alles klar gut genau oui non d'accord parfait
  si no vale claro sim nao beleza va bene nee goed prima tak nie да нет ок хорошо tamam evet hayir はい いいえ 了解 了解です 好的 是的 不是 收到 네 아니요 congrats congratulations 👍`);

const chatter =
  phraseList(`lunch | coffee | breakfast | dinner | pizza | cake | beer | drinks | birthday | anniversary | stand up | standup | stand-up | retro | sprint planning | offsite | all hands | all-hands | meeting room | meeting | zoom link | call at | call tomorrow | vacation | holiday | pto | out of office | ooo | sick | day off |
  weekend | parking | the office | wfh | working from home | commute | new joiner | joining us | welcome aboard | joins our | please welcome | say hi to | football | the game | party | happy hour | karaoke | who is in | anyone up for | see you | running late | be late | back in | be right back | slides | timesheet* | expense report* | hiring | interview* | onboarding buddy | team photo | raffle |
  mittagessen | kaffee | kuchen | geburtstag | urlaub | besprechung | feierabend | déjeuner | café | anniversaire | vacances | réunion | almuerzo | cumpleaños | vacaciones | reunión | almoço | aniversário | férias | reunião | pranzo | compleanno | ferie | riunione | verjaardag | vakantie | vergadering`);

/** "Since the weekend" says when a trouble began, not what colleagues talk about. */
const sinceThen = /\bsince (the |last |this |our )?\p{L}+/gu;

const internal = phraseList(
  `deployed | deploying | merged the | merging | pull request | code review | review my pr | reviewed the pr | rebased | cherry-pick* | release notes draft | i will look into | i am looking into | looking into it | will take a look | i will take | assigned to me | moved the ticket | created a ticket | opened a ticket | closing this | closed the ticket | follow up with | followed up with | i will follow up | working on it | on it | eta | pushed a fix | fix is live | rolled out | hotfix* | migration finished | build is green | tests pass | ci is green | staging`,
);
