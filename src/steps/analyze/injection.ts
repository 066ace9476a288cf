// Does a text speak to whoever analyses it, instead of about the product? Then no model is asked about it: the local
// rules read it, which cannot obey. Pure. A net with holes, so check.ts must hold without it, and does.

/** The telling words, or undefined. */
export function speaksToReader(text: string): string | undefined {
  const flat = text.slice(0, 20_000).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');
  for (const pattern of tells) {
    const found = pattern.exec(flat);
    if (found) return found[0].slice(0, 60);
  }
  return undefined;
}

const reader =
  '(?:the |this |your |an? )?(?:ai|llm|language model|assistant|claude|gpt|chatbot|analy[sz]er|classifier|summari[sz]er)';
const verdict = '(?:severity|sentiment|churn ?risk|confidence|impact score|runner ?up)';
const item =
  '(?:this|it|that|me|the above|everything|(?:this|my|the) (?:report|message|feedback|ticket|item|request|text))';

/** All distances are bounded: a long text costs its length. */
const tells = [
  /\b(?:ignore|disregard|forget|override|bypass)\b (?:\w+ ){0,3}(?:previous|prior|earlier|preceding|above|other|your|these|those|system|safety)\b.{0,30}\b(?:instruction|prompt|rule|guideline|direction|constraint|polic|schema|said|above|text)/,
  /\b(?:ignorier|vergiss|missachte)\w* (?:\w+ ){0,3}(?:anweisung|regel|vorgabe)/,
  /\boubli(?:e|ez|er)\b (?:\S+ ){0,3}(?:instructions|consignes|règles)|\bignore[zr] (?:\S+ ){0,3}(?:instructions|consignes|règles)/,
  /\b(?:ignora|olvida|dimentica)\w* (?:\S+ ){0,3}(?:instruccion|regla|istruzion|regol)/,
  /(?:忽略|无视)(?:之前|以上|上面|所有).{0,10}(?:指令|说明|规则|提示)|игнорируй.{0,30}(?:инструкци|правил)/,
  /\b(?:system|developer|hidden) (?:prompt|message|instruction)s?\b|\b(?:initial|original) (?:prompt|instructions)\b/,
  /<\/?(?:system|assistant|instructions?|feedback-[\w-]*|themes-[\w-]*)>|<\||\|>|\[\/?inst\]|\[system\]|#{2,} ?(?:system|assistant) ?(?:prompt|message|override|update|instruction)/,
  /(?:^|[.!?>"'\])}] ?)(?:system|assistant) ?: ?\S/,
  new RegExp(
    String.raw`\b(?:note|message|instructions?|attention|dear|hey|hello|listen|reminder)\b[ ,:]{1,3}(?:to |for |, )?${reader}\b`,
  ),
  new RegExp(
    String.raw`\b${reader} (?:\w+ ){0,4}(?:must|should|shall|has to|have to)\b (?:\w+ ){0,2}(?:set|output|return|respond|answer|classify|mark|rate|report|reply|assign|treat|label)\b`,
  ),
  /\byou are (?:now |no longer )?(?:an? |the )?(?:ai|assistant|language model|analy[sz]er|different|unrestricted|admin|developer|dan)\b|\bpretend (?:to be|you are)\b|\bact as (?:an? |the )?(?:ai|admin|system|developer|different)\b/,
  new RegExp(
    String.raw`\b(?:set|raise|mark|rate|force|assign|use|output|report|give|change)\b (?:\S+ ){0,7}${verdict}\b`,
  ),
  new RegExp(
    String.raw`\b(?:classify|label|rate|treat|categori[sz]e|flag|score) ${item} (?:\w+ ){0,2}(?:as|to|with)\b`,
  ),
  new RegExp(String.raw`\bmark ${item} (?:\w+ ){0,2}(?:critical|severe|urgent|high(?:est)?|p0|p1)\b`),
  new RegExp(
    String.raw`"?\b(?:${verdict}|churnrisk|addressesreader|sameas|runnerup)"? ?[:=] ?["'{\[\d]?(?:\d|critical|high|null|true|false|-)`,
  ),
  /"(?:findings|quotes|recommendation|summary|theme|suspectedcause)" ?:/,
  /\b(?:respond|reply|answer)\b (?:\w+ ){0,2}(?:only |exactly |verbatim )(?:\w+ ){0,3}(?:with|in|json|this|following)|\b(?:respond|reply|answer) with (?:the |this |exactly )?(?:following )?(?:json|object|text)\b/,
  /\b(?:merge|join|add|move|attach|assign|put|link)\b (?:\S+ ){0,4}(?:theme|t)[ -]?\d\b|\btheme(?: ?id)? ?[:=]|\bsame (?:as|theme as) t\d\b|\b(?:into|in|with|to) theme [0-9a-f]{8}-/,
  /\b(?:your|here are|following are|these are) (?:the )?(?:new|updated|real|actual|true) (?:instruction|task|rule|prompt|objective)s?\b/,
  /\b(?:jailbreak|do anything now|god mode|prompt injection)\b|\bdecode (?:this|the following)\b|\b(?:enter|enable|you are in) (?:developer|debug|maintenance|admin) mode\b/,
  /\b(?:reveal|repeat|leak|disclose|recite)\b (?:\w+ ){0,3}(?:your|system|hidden) (?:\w+ )?(?:instructions|prompt|rules|configuration|api key|secrets?|catalog|areas)/,
  /\b(?:end|close) of (?:the )?(?:customer(?:'s)? (?:text|feedback|message)|feedback|untrusted|user) ?(?:data|text|input|section|block)?\b ?[-–—=:.\])>#*]/,
  /\byour (?:answer|output|response|summary|recommendation|analysis|json) (?:must|should|has to|shall) (?:be|contain|include|say|start|mention|link)\b/,
  /\b(?:include|insert|put|write|mention|copy|use)\b (?:\S+ ){0,6}(?:in|into|to|as) (?:your|the) (?:summary|recommendation|quotes?|title|answer|output|response|analysis)\b/,
  /\b(?:mention|notify|ping|tag|alert)\b (?:\w+ ){0,2}(?:@channel|@here|@everyone|<!)|<!(?:channel|here|everyone)/,
];
