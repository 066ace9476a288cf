// Which customers a text names, and which of them is the one who speaks. Pure.
import type { Customer } from './store.ts';

export type Named = { found: Customer[]; because: (customer: Customer) => string };

/** An address says more than a name, and who is named as speaking more than who is only mentioned. */
export function customersIn(text: string, customers: Customer[]): Named {
  const byAddress = customersByAddress(text, customers);
  if (byAddress.length === 1)
    return { found: byAddress, because: () => 'an address of theirs is in the text' };
  const found = customersNamedIn(text, customers);
  const speaking = found.filter((customer) => namesOf(customer).some((name) => isSpeaking(text, name)));
  if (found.length > 1 && speaking.length === 1)
    return { found: speaking, because: ({ name }) => `${name} is named as speaking` };
  return { found, because: ({ name }) => `${name} is named in the text` };
}

/**
 * Whole words, with or without the legal form (`Acme` is `Acme Inc.`). A name of one word that is written small may
 * be an ordinary word: it counts only where it is named as speaking. Names under three letters are never taken.
 */
export function customersNamedIn(text: string, customers: Customer[]): Customer[] {
  const words = ` ${folded(text)} `;
  const found = customers.filter((c) => namesOf(c).some((name) => words.includes(` ${name} `)));
  const sure = found.filter((c) => isWrittenAsName(text, c));
  return sure.filter((c) => !sure.some((other) => other !== c && isPartOf(c, other, words)));
}

/** Of the text's addresses, by domain. */
function customersByAddress(text: string, customers: Customer[]): Customer[] {
  const addresses = text.matchAll(/[\w.+-]+@([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi);
  const domains = [...addresses].map((match) => match[1]!.toLowerCase());
  return customers.filter((c) => c.domains.some((own) => domains.some((domain) => isWithin(domain, own))));
}

/** `mail.acme.test` is Acme's, `notacme.test` is not. */
export function isWithin(domain: string, own: string): boolean {
  const plain = own.toLowerCase();
  return domain === plain || domain.endsWith(`.${plain}`);
}

function namesOf({ name }: Customer): string[] {
  const whole = folded(name);
  return [...new Set([whole, whole.replace(legalForm, '')])].filter((one) => one.length >= 3);
}

const legalForm =
  /( (inc|incorporated|llc|ltd|limited|corp|corporation|co|company|gmbh|ag|se|kg|ug|sa|sas|sarl|srl|spa|bv|nv|ab|oy|as|aps|plc|pty|pte|kk))+$/;

function isWrittenAsName(text: string, customer: Customer): boolean {
  return namesOf(customer).some((name) => {
    if (!/^\p{Ll}+$/u.test(name)) return true;
    const inText = [...text.matchAll(/[\p{L}\p{N}]+/gu)].filter(([word]) => word.toLowerCase() === name);
    return inText.some(([word]) => word !== name) || isSpeaking(text, name);
  });
}

/** `Acme` is not named where only `Acme Interiors` is. */
function isPartOf(customer: Customer, other: Customer, words: string): boolean {
  const [longer = ''] = namesOf(other);
  const shorter = namesOf(customer);
  if (!shorter.some((name) => longer !== name && ` ${longer} `.includes(` ${name} `))) return false;
  const rest = words.replaceAll(` ${longer} `, ' ');
  return !shorter.some((name) => rest.includes(` ${name} `));
}

/** `Acme says …`, `Acme: …`, `… from Acme`, `customer Acme`. `name` is folded. */
function isSpeaking(text: string, name: string): boolean {
  const spelled = name.split(' ').map(escaped).join(String.raw`[^\p{L}\p{N}\n]+`);
  const opens = String.raw`(?:^|[\n.!?])[\s*_"'•>-]*${spelled}[*_"']*\s*(?:\([^)\n]*\)\s*)?(?:[:,–—-]|(?:(?:also|just|now|still|again|already|both)\s+)?(?:${verbs})\b)`;
  const comesFrom = String.raw`\b(?:from|customer|client|behalf of)\s+[*_"']*${spelled}(?![\p{L}\p{N}])`;
  return new RegExp(`${opens}|${comesFrom}`, 'iu').test(text);
}

const verbs =
  'says?|said|reports?|reported|writes?|wrote|asks?|asked|wants?|wanted|complains?|complained|tells?|told|is|are|has|have|can|cannot|keeps?|needs?|would|called|mentioned|sees?|gets?';

const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
