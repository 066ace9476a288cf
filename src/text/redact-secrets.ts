// Keys, tokens and passwords: by the shapes their makers gave them, by the header or the name they stand behind.
import type { Span } from './redact.ts';

export function* secrets(text: string): Iterable<Span> {
  yield* privateKeys(text);
  for (const pattern of shapes)
    for (const match of text.matchAll(pattern)) yield spanOf(match, match.groups?.secret ?? match[0]);
  for (const match of text.matchAll(named)) {
    const { name = '', secret = '' } = match.groups ?? {};
    if (isSecretFor(name.toLowerCase(), secret)) yield spanOf(match, secret);
  }
  for (const match of text.matchAll(stated)) {
    const secret = (match.groups?.secret ?? '').replace(/[.!?:]{1,3}$/, '');
    if (looksChosen(secret)) yield spanOf(match, secret);
  }
}

function spanOf(match: RegExpExecArray, secret: string): Span {
  const start = match.index + match[0].lastIndexOf(secret);
  return { kind: 'secret', start, end: start + secret.length };
}

/** A cut-off paste has no end line: then the key goes as far as its base64 does. */
function* privateKeys(text: string): Iterable<Span> {
  for (const match of text.matchAll(/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g)) {
    const start = match.index;
    const body = start + match[0].length;
    const near = text.slice(body, body + 20_000);
    const closed =
      /^[^-]{0,20000}(?:-{1,4}[^-]{1,2000}){0,8}-----END [A-Z0-9 ]{0,40}KEY(?: BLOCK)?-----/.exec(near);
    const end = closed ?? /^[A-Za-z0-9+/=\s\\]{0,20000}/.exec(near);
    yield { kind: 'secret', start, end: body + (end?.[0].trimEnd().length ?? 0) };
  }
}

/** Documented prefixes of vendors; what stands before must not be part of a longer word. */
const prefixed = [
  /xox[a-z](?:\.xox[a-z])?-[\w-]{10,250}/,
  /xapp-\d-[\w-]{10,250}/,
  /gh[pousr]_[A-Za-z0-9]{30,255}/,
  /github_pat_\w{22,255}/,
  /gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|oas)-[\w-]{20,255}/,
  /(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA)[A-Z0-9]{16}(?![A-Za-z0-9])/,
  /(?:sk|rk|pk)_(?:live|test)_\w{10,250}/,
  /whsec_[\w+/=-]{16,250}/,
  /AIza[\w-]{35}/,
  /ya29\.[\w-]{20,250}/,
  /GOCSPX-[\w-]{20,60}/,
  /sk-(?:ant|proj|svcacct|admin|or)-[\w-]{16,250}/,
  /sk-(?=[A-Za-z]{0,40}\d)[A-Za-z0-9]{20,250}/,
  /npm_[A-Za-z0-9]{30,60}/,
  /pypi-[\w-]{30,250}/,
  /SG\.[\w-]{16,60}\.[\w-]{16,100}/,
  /lin_(?:api|oauth|wh)_\w{20,100}/,
  /ATATT3[\w=.+/-]{20,250}/,
  /ATCTT3[\w=.+/-]{20,250}/,
  /shp(?:at|ss|ca|pa)_[a-fA-F0-9]{32}/,
  /do[opr]_v1_[a-f0-9]{64}/,
  /hf_[A-Za-z0-9]{30,60}/,
  /hv[sbr]\.[\w-]{20,250}/,
  /glsa_\w{32,60}/,
  /NRAK-[A-Z0-9]{20,40}/,
  /sntry[su]_[\w=+/-]{30,300}/,
  /dapi[a-f0-9]{32}/,
  /figd_[\w-]{30,80}/,
  /(?:ntn|secret)_[A-Za-z0-9]{40,60}/,
  /EAA[A-Za-z0-9]{60,300}/,
  /sq0(?:atp|csp)-[\w-]{20,60}/,
  /AGE-SECRET-KEY-1[A-Z0-9]{50,70}/,
  /\d{8,10}:AA[\w-]{33}/,
  /(?<!-)eyJ[\w-]{8,4000}\.[\w-]{8,8000}(?:\.[\w-]{0,1000}){0,3}/,
];

const shapes = [
  new RegExp(`(?<![A-Za-z0-9_])(?:${prefixed.map(({ source }) => source).join('|')})`, 'g'),
  /https:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/(?<secret>[\w/-]{20,200})/g,
  /https:\/\/(?:ptb\.|canary\.)?discord(?:app)?\.com\/api\/webhooks\/(?<secret>[\w/-]{20,200})/g,
  /\b[a-z][a-z0-9+]{1,20}:\/\/[^\s/:@?#]{0,100}:(?<secret>[^\s/@?#]{1,200})@/gi,
  /\b(?:Bearer|Basic)\s{1,3}(?<secret>(?=[A-Za-z._~+/=-]{0,200}\d)[\w.~+/=-]{16,4000})/gi,
  /\bAuthorization["']?\s{0,3}[:=]\s{0,3}["']?(?:[A-Za-z]{1,20}\s{1,3})?(?<secret>[\w.~+/=-]{12,4000})/gi,
  /\b(?:Account|Shared[ _-]?Access)Key(?:Name)?\s{0,3}=\s{0,3}(?<secret>[\w+/=-]{20,200})/gi,
  /[?&](?:X-Amz-(?:Signature|Credential|Security-Token)|sig|signature|code|sessionid)=(?<secret>[\w%.~+/-]{16,2000})/gi,
];

/** `name=value` and `"name": "value"`, where the name says that the value is secret. */
const named =
  /(?<![A-Za-z0-9])(?<name>(?:[A-Za-z0-9]{1,30}[_-]){0,4}(?:api[_-]?key|apikey|secret[_-]?key|access[_-]?key|secret|token|passw(?:or)?d|passphrase|passwort|kennwort|pwd|credentials?|private[_-]?key|session(?:[_-]?id)?|csrf|otp|cookie))["'`]?\s{0,3}(?:=>|:=|[:=])\s{0,3}["'`]?(?<secret>[^\s"'`&,;<>()[\]{}]{4,2000})/gi;

/** "my password is hunter2" */
const stated =
  /\b(?:password|passcode|passphrase|pin|pin code|passwort|kennwort|mot de passe|contraseña|senha)\b["'`]?\s{0,3}(?:(?:is|was|ist|war|est|es|lautet)\b\s{0,3}:?|:|=)\s{0,3}["'`“„]?(?<secret>[^\s"'`”“,;<>()[\]{}]{4,64})/gi;

function isSecretFor(name: string, value: string): boolean {
  if (
    /^(?:null|none|true|false|undefined|nil|empty|missing|invalid|expired|required|redacted|hidden)\b/i.test(
      value,
    )
  )
    return false;
  if (/passw|pwd|passphrase|kennwort/.test(name)) return looksChosen(value);
  return looksRandom(value);
}

/** A password somebody chose: not a plain word, not a plain number of a sentence such as "password: 8 characters". */
function looksChosen(value: string): boolean {
  const bare = value.replace(/[.!?:]+$/, '');
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^\w\s.-]/].filter((kind) => kind.test(bare)).length;
  if (/^\d{4,8}$/.test(bare)) return true;
  return bare.length >= 5 && classes >= 2 && /\d|[^\w\s'’.:/-]/.test(bare) && !/^[*•x]+$/i.test(bare);
}

/** Twelve characters or more, letters and digits mixed, and hardly repeating. */
function looksRandom(value: string): boolean {
  return (
    value.length >= 12 && /\d/.test(value) && /[A-Za-z]/.test(value) && entropy(value.slice(0, 200)) >= 2.8
  );
}

/** Bits a character. Source: Shannon 1948. */
function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}
