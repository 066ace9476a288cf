// How bad it is, by the definitions in analysis.ts, and whether the customer is about to leave.
import { fold } from '../../text/fold.ts';
import { phraseList } from '../../text/phrases.ts';
import type { Kind, Severity } from './analysis.ts';

const critical =
  phraseList(`data loss | lost all | lost our data | lost my data | all ~ gone | everything ~ gone | deleted all | wiped |
  wrong amount | charged twice | double charged | charged ~ twice | billed twice | double charge | duplicate charge | paid twice | money ~ missing | money ~ gone | overcharged | wrong balance |
  security | vulnerability | data leak | leaked | breach | exposed | other customers data | other customer's | someone else's | other people's | unauthorized | unauthorised | hacked | phishing | password ~ plain text |
  completely down | totally down | production ~ down | prod ~ down | site is down | system is down | everything is down | whole ~ down | outage | nobody can | no one can | none of us can |
  blocker | show stopper | showstopper | no workaround | can not work | can not do our work | can not do my job | work has stopped | business ~ stopped | stopped our | we are blocked | completely blocked | legal deadline | payroll |
  can not log in at all | locked out | corrupted | data corruption | overwritten | unusable | critical | sev1 | sev 1 | p0 | emergency |
  datenverlust | daten ~ verloren | alles weg | alle daten | doppelt abgebucht | doppelt berechnet | sicherheitslücke | komplett ausgefallen | niemand kann | unbenutzbar | gesperrt |
  perte de données | tout perdu | débité deux fois | facturé deux fois | faille | personne ne peut | inutilisable | bloquant |
  pérdida de datos | perdimos todo | perdí todo | cobrado dos veces | cobraron dos veces | nadie puede | inutilizable | crític* | urgente |
  perda de dados | perdi tudo | cobrado duas vezes | cobrança duplicada | ninguém consegue | inutilizável | crítico |
  perdita di dati | perso tutto | addebitato due volte | nessuno riesce | inutilizzabile | gegevensverlies | dubbel afgeschreven | niemand kan | onbruikbaar |
  utrata danych | потеря данных | списали дважды | никто не может | veri kaybı | データが消え | 二重請求 | 数据丢失 | 重复扣款 | 扣了两次 | 데이터가 사라`);

const high =
  phraseList(`crash* | can not log in | can not login | can not sign in | can not open | can not access | can not pay | can not send | can not save | can not use | can not export | can not import | can not upload |
  unable to | does not work | is not working | not working | stopped working | does not open | does not load | will not load | will not open | broken | fails | failed | failing | every time | always | constantly | all the time |
  very slow | extremely slow | unbearably slow | takes forever | takes ages | times out | timeout | timeouts | timing out | is down | was down | went down | unavailable | 500 error | 502 | 503 | 504 | urgent | urgently | asap | as soon as possible | deadline |
  all users | all our users | whole team | entire team | our customers | blocking | blocks us | serious | severe | major | useless | loses | lost | missing data | wrong total | wrong totals | incorrect total | freezes | keeps crashing |
  funktioniert nicht | geht nicht mehr | geht nicht | stürzt ~ ab | stürzt | absturz | dringend | ständig | jedes mal | kann mich nicht | lässt sich nicht | ausfall | sehr langsam |
  ne marche plus | ne fonctionne plus | ne fonctionne pas | ne marche pas | plante | impossible de | urgent* | à chaque fois | toujours | très lent | en panne |
  no funciona | no puedo | no podemos | se cierra | cada vez | siempre | muy lento | caído | no carga |
  não funciona | não consigo | não abre | trava | toda vez | sempre | muito lento | fora do ar |
  non funziona | non riesco | si blocca | ogni volta | sempre | molto lento | werkt niet | kan niet inloggen | elke keer | loopt vast | storing | nie działa | nie mogę | za każdym razem | awaria |
  не работает | не могу | вылета* | каждый раз | çalışmıyor | her seferinde | çöküyor | 動かない | 動きません | 落ちる | 落ちます | ログインできない | 無法 | 无法 | 打不开 | 崩溃 | 闪退 | 작동하지 않 | 안 됩니다 | 튕겨`);

const softened =
  phraseList(`workaround | work around | minor | small thing | small issue | tiny | nitpick | cosmetic | typo | not urgent | no rush | no hurry | low priority | sometimes | occasionally | once in a while | slightly | a bit | a little | annoying | not a big deal | nothing dramatic | when you have time |
  kleinigkeit | nicht dringend | kein stress | tippfehler | manchmal | etwas | pas urgent | pas pressé | petit détail | faute de frappe | parfois | un peu | no es urgente | errata | un poco | às vezes | não é urgente | ogni tanto | niet dringend | soms | typfout`);

const cosmetic = phraseList(
  `typo | spelling | cosmetic | nitpick | misaligned | alignment | wrong color | wrong colour | pixel* | padding | icon | font | tippfehler | rechtschreib* | faute de frappe | errata | typfout`,
);

export type SeverityReading = { severity: Severity; because: string | undefined };

/** `text` is what belongs to one finding. */
export function severityOf(text: string, kind: Kind): SeverityReading {
  const folded = fold(text);
  if (kind === 'praise' || kind === 'question' || kind === 'missing feature') return milder(folded, kind);
  const [worst] = critical.find(folded);
  const [bad] = high.find(folded);
  const [soft] = softened.find(folded);
  const [looks] = cosmetic.find(folded);
  if (worst && !soft) return { severity: 'critical', because: worst };
  if (looks && !bad && !worst) return { severity: 'low', because: looks };
  if (worst || (bad && !soft && kind !== 'usability')) return { severity: 'high', because: worst ?? bad };
  return { severity: 'medium', because: soft ?? bad };
}

/** A wish that blocks people counts for more than a wish; a question about lost money is no mere question. */
function milder(folded: string, kind: Kind): SeverityReading {
  const [worst] = critical.find(folded);
  if (worst && kind === 'question') return { severity: 'high', because: worst };
  const [needed] = kind === 'missing feature' ? blocking.find(folded) : [];
  return needed ? { severity: 'medium', because: needed } : { severity: 'low', because: undefined };
}

const blocking =
  phraseList(`blocker | blocking | blocks us | deal breaker | dealbreaker | can not use ~ without | must have | required | compliance | we have to ~ manually | by hand | every day | every week | hours |
  legally | audit | critical | essential | urgent* | kill ~ deal | zwingend | unverzichtbar | indispensable | imprescindible | essenziell`);

const leaving =
  phraseList(`cancel our | cancel my | canceling our | cancelling our | cancelled our | cancel the subscription | cancel subscription | cancel the contract | cancel our subscription | going to cancel | want to cancel | will cancel | close my account | close our account | delete my account |
  switch to | switching to | switched to | move to another | moving to another | moving away | migrate away | leaving | we leave | will leave | going to leave | looking for alternatives | looking for an alternative | looking at alternatives | evaluating alternatives | evaluating other | looking elsewhere | competitor | competitors | competing |
  not renew | will not be renewing | do not renew | renewal | refund | money back | deal breaker | dealbreaker | last straw | last chance | done with | uninstall* | deleted the app | returning it | give up | giving up |
  kündigen | kündigung | gekündigt | wechseln zu | wechseln | alternative* | konkurrenz | geld zurück | deinstallier* |
  résilier | résiliation | rembours* | changer de | concurrent* | désinstall* | passer à la concurrence |
  cancelar | reembolso | cambiar a | cambiarnos | competencia | desinstal* | dar de baja | reembolso | trocar de | concorrente | concorrência |
  disdire | disdetta | rimborso | passare a | concorrenza | disinstall* | opzeggen | overstappen | terugbetaling | concurrent | verwijderd |
  zrezygn* | zwrot pieniędzy | przejść do | конкурент* | отмен* подписк* | верните деньги | удалил* | iptal* | iade | 解約 | 返金 | 乗り換え | 退款 | 取消订阅 | 换用 | 卸载 | 해지 | 환불`);

/** 0 to 1, and the phrase that shows it. A customer who is only angry is at some risk too. */
export function churnRiskOf(
  text: string,
  sentiment: number,
  kind: Kind,
): { risk: number; because: string | undefined } {
  const phrases = [...new Set(leaving.find(fold(text)))];
  const mood = sentiment < -0.5 ? 0.2 : sentiment < -0.2 ? 0.1 : 0.03;
  if (phrases.length === 0) return { risk: kind === 'praise' ? 0.02 : mood, because: undefined };
  const said = kind === 'praise' ? 0.1 : kind === 'question' ? 0.35 : 0.6;
  return { risk: Math.min(0.95, said + 0.15 * (phrases.length - 1) + mood), because: phrases[0] };
}
