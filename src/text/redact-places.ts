// Where people can be found: e-mail addresses, and postal addresses where the text leaves no doubt.
import type { Span } from './redact.ts';

export function* emails(text: string): Iterable<Span> {
  for (const pattern of [plainEmail, spelledEmail])
    for (const match of text.matchAll(pattern)) {
      const address = match[0].replace(/^['.]+/, '');
      if (isFile.test(address) || /^git@/i.test(address)) continue;
      const start = match.index + match[0].length - address.length;
      yield { kind: 'e-mail', start, end: start + address.length };
    }
}

const plainEmail =
  /(?<![\p{L}\p{N}._%+@'-])[\p{L}\p{N}._%+'-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,5}[\p{L}]{2,24}(?![\p{L}\p{N}@-]|\.[\p{L}\p{N}])/gu;

/** name (at) host (dot) com */
const spelledEmail =
  /(?<![\w.+-])[\w.+-]{1,64} ?(?:\[at\]|\(at\)|\{at\}) ?[\w-]{1,63}(?: ?(?:\.|\[dot\]|\(dot\)|\{dot\}) ?[\w-]{1,63}){1,4}(?![\w-])/gi;

/** logo@2x.png is a file. */
const isFile = /\.(?:png|jpe?g|gif|svg|webp|ico|css|js|ts|tsx|mjs|map|json|html?|md|txt|log|pdf|zip)$/i;

export function* postalAddresses(text: string): Iterable<Span> {
  for (const pattern of [english, englishWithTown, german, french, spanish, postBox])
    for (const match of text.matchAll(pattern))
      yield { kind: 'address', start: match.index, end: match.index + match[0].length };
}

const upper = String.raw`\p{Lu}[\p{L}'’.-]{0,24}`;
const usTown = String.raw`(?:,? {1,2}${upper}(?: ${upper}){0,2},? {1,2}[A-Z]{2},? {1,2}\d{5}(?:-\d{4})?)`;
const ukTown = String.raw`(?:,? {1,2}${upper}(?: ${upper}){0,2},? {1,2}[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})`;
const unit = String.raw`(?:,? {1,2}(?:Apt|Apartment|Suite|Ste|Unit|Floor|#)\.? ?[A-Z0-9-]{1,6})?`;

/** House number, name, and a word that only streets bear. */
const english = new RegExp(
  String.raw`(?<![\p{L}\p{N}.,$€£#-])\d{1,5}[A-Za-z]? (?:[NSEW]\.? )?(?:${upper} ){1,3}(?:Street|St\.|Avenue|Ave\.|Ave|Road|Rd\.|Rd|Boulevard|Blvd|Lane|Ln\.)(?![\p{L}\p{N}])${unit}(?:${usTown}|${ukTown})?`,
  'gu',
);

/** Way, Drive and Court are words like any other, so the town must follow. */
const englishWithTown = new RegExp(
  String.raw`(?<![\p{L}\p{N}.,$€£#-])\d{1,5}[A-Za-z]? (?:[NSEW]\.? )?(?:${upper} ){1,3}(?:St|Drive|Dr|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|Parkway|Pkwy|Highway|Hwy|Close|Crescent)\.?${unit}(?:${usTown}|${ukTown})`,
  'gu',
);

const german =
  /(?<![\p{L}\p{N}])\p{Lu}[\p{Ll}-]{1,30}(?:straße|strasse|str\.|weg|platz|allee|gasse|damm|ufer| Straße| Strasse| Str\.| Platz| Allee) \d{1,4} ?[a-h]?(?![\p{L}\p{N}])(?:,? {1,2}\d{5} \p{Lu}[\p{L}-]{1,30})?/gu;

const french = new RegExp(
  String.raw`(?<![\p{L}\p{N}])\d{1,4}(?: (?:bis|ter))?,? (?:rue|avenue|boulevard|chemin|impasse|quai|allée) (?:(?:de la|de l'|de l’|des|du|de|d'|d’|la|le|les) ?)?${upper}(?:[ -]${upper}){0,4}(?:,? {1,2}\d{5} ${upper}(?:[ -]${upper}){0,3})?`,
  'gu',
);

const spanish = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:Calle|Avenida|Avda\.|Paseo|Plaza) (?:(?:de la|de los|del|de) )?${upper}(?: ${upper}){0,3},? {1,2}(?:n\.?º ?)?\d{1,4}(?![\p{L}\p{N}])(?:,? {1,2}\d{5} ${upper}(?: ${upper}){0,2})?`,
  'gu',
);

const postBox = /\b(?:P\.? ?O\.? Box|Postfach) \d{2,8}\b/gi;
