// Numbers that belong to people: cards, bank accounts, phones, ids, addresses of machines. Checksums where there are
// any; elsewhere the shape must be sure, because order numbers, versions, prices and times look much alike.
import type { RedactionKind, Span } from './redact.ts';

/** 14 to 19 digits in a range banks issue, the check digit right. Source: ISO/IEC 7812-1. */
export function* cards(text: string): Iterable<Span> {
  const candidate = /(?<![\w.+/-])\d{4}(?:[ -]?\d{2,6}){2,4}(?:[ -]?\d{1,4})?(?![\w]|[.-]\d)/g;
  for (const match of text.matchAll(candidate)) {
    const digits = match[0].replace(/\D/g, '');
    if (issued(digits) && luhn(digits)) yield span('card', match.index, match[0]);
  }
}

function issued(digits: string): boolean {
  const six = Number(digits.slice(0, 6));
  switch (digits.length) {
    case 14:
      return /^3(?:0[0-5]|[689])/.test(digits);
    case 15:
      return /^3[47]/.test(digits);
    case 16:
      return (
        /^(?:4|5[1-5]|6011|64[4-9]|65|62|35(?:2[89]|[3-8]))/.test(digits) || (six >= 222100 && six <= 272099)
      );
    case 19:
      return /^(?:4|62)/.test(digits);
    default:
      return false;
  }
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Country, its length, and the remainder 1 modulo 97. Source: ISO 13616. */
export function* ibans(text: string): Iterable<Span> {
  for (const match of text.matchAll(/(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?=[ -]?[A-Z0-9])/gi)) {
    const length = ibanLengths.get(match[0].slice(0, 2).toUpperCase());
    const found = length ? compactTo(text, match.index, length) : undefined;
    if (found && mod97(found.compact) === 1) yield { kind: 'IBAN', start: match.index, end: found.end };
  }
}

function compactTo(
  text: string,
  start: number,
  length: number,
): { compact: string; end: number } | undefined {
  let compact = '';
  let at = start;
  for (; compact.length < length && at < text.length; at += 1) {
    const char = text[at]!;
    if (/[A-Za-z0-9]/.test(char)) compact += char.toUpperCase();
    else if (!/[ -]/.test(char) || !/[A-Za-z0-9]/.test(text[at + 1] ?? '')) return undefined;
  }
  return compact.length === length && !/[A-Za-z0-9]/.test(text[at] ?? '') ? { compact, end: at } : undefined;
}

function mod97(iban: string): number {
  let rest = 0;
  for (const char of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

const ibanLengths = new Map(
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TN24 TR26 UA29 VA22 VG24 XK20'
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** US social security numbers that can exist. */
export function* idNumbers(text: string): Iterable<Span> {
  const ssn = /(?<![\w.+-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-]|\.\d)/g;
  for (const match of text.matchAll(ssn)) yield span('ID number', match.index, match[0]);
}

export function* phones(text: string): Iterable<Span> {
  for (const pattern of phoneShapes)
    for (const match of text.matchAll(pattern)) {
      const number = match.groups?.number ?? match[0];
      const start = match.index + match[0].lastIndexOf(number);
      if (!isPhone(number) || namedOtherwise(text, start)) continue;
      yield span('phone', start, number);
      yield* phonesGlued(text, start + number.length);
    }
}

/** "+49 30 1234567+49 30 7654321": what begins where a phone number ends is no part of something larger. */
function* phonesGlued(text: string, from: number): Iterable<Span> {
  for (let start = from; ; ) {
    const number = gluedPhone.exec(text.slice(start, start + longestPhone + 2))?.[0];
    if (!number || !isPhone(number)) return;
    yield span('phone', start, number);
    start += number.length;
  }
}

const longestPhone = 25;
const gluedPhone = /^\+[1-9][\d \u00a0()./-]{6,22}\d(?![\w]|[.:]\d)/;

/** Sure by themselves: with a country code, or grouped as one country groups; the last only behind a word for phone. */
const phoneShapes = [
  /(?<![\w.+/=-])\+[1-9][\d \u00a0()./-]{6,22}\d(?![\w]|[.:]\d)/g,
  /(?<![\w.+/=-])(?<!\d )00[1-9]\d(?: |-)[\d \u00a0()./-]{6,18}\d(?![\w]|[.:]\d)/g,
  /(?<![\w.+/=-])(?:1[-. ])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-.])[2-9]\d{2}[-. ]\d{4}(?![\w-]|[.:]\d)/g,
  /(?<![\w.+/=-])(?<!\d )0[1-9](?:[ .-]\d{2}){4}(?![\w-]|[.:]\d)/g,
  /(?<![\w.+/=-])(?<!\d )0(?:1[567]\d|7\d{3})[ /-]?\d{3,4}[ -]?\d{3,5}(?![\w-]|[.:]\d)/g,
  /(?<![\w.+/=-])(?:\(0\d{1,4}\)|0\d{1,4}\/) ?\d{3,5}[ -]?\d{2,5}(?![\w-]|[.:]\d)/g,
  /(?<![\w.+/=-])(?<!\d )0(?:20 \d{4} \d{4}|1\d{2,3} \d{3} \d{3,4})(?![\w-]|[.:]\d)/g,
  /(?<!\[)\b(?:tele(?:fon|phone)|téléphone|teléfono|tel|phone|mobile|cell|fax|handy|mobil|whatsapp|signal|sms|portable|móvil|(?:call|ring|text|reach|phone) (?:me|us|him|her|them)|anrufen|rufnummer)(?: number| nummer| no| nr)?\b[^\d\n+(]{0,15}(?<number>[+(]{0,2}\d[\d \u00a0()./-]{5,18}\d)(?![\w]|[.:]\d)/gi,
];

function isPhone(number: string): boolean {
  const digits = number.replace(/\D/g, '');
  if (digits.length < 7 || digits.length > 15) return false;
  if (number.startsWith('+') && digits.length < 8) return false;
  if (/0{5}/.test(digits) || /^(\d)\1+$/.test(digits)) return false;
  if (/\d{4}-\d{2}-\d{2}|(?<!\d)\d{1,2}([./-])\d{1,2}\1(?:19|20)\d{2}/.test(number)) return false;
  if (/^\d{1,3}(?:\.\d{1,4}){2,}$/.test(number) && !/^0|^\d{3}\.\d{3}\.\d{4}$/.test(number)) return false;
  return !/ {2}|[-./]{2}/.test(number);
}

/** "order 415-555-2671": the word before says what the number is. */
function namedOtherwise(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 30), start);
  return /\b(?:order|invoice|ticket|case|part|sku|serial|ref(?:erence)?|tracking|version|build|isbn|article|item|model|error|code|id|rechnung|bestellung|auftrag|commande|pedido)(?: ?(?:no|nr|number|id|nummer)\b\.?)?[ :#]{0,3}$/i.test(
    before,
  );
}

/** Public addresses where the text says that they are one: four numbers alone may be a version. */
export function* ipAddresses(text: string): Iterable<Span> {
  const v4 = /(?<![\w.-])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w-]|\.\d)/g;
  let lastEnd = Number.NEGATIVE_INFINITY;
  for (const match of text.matchAll(v4)) {
    const end = match.index + match[0].length;
    const before = text.slice(Math.max(0, match.index - 24), match.index);
    const after = text.slice(end, end + 6);
    const listed =
      match.index - lastEnd <= 5 && /^(?:[,;/|\s]|and|or)+$/.test(text.slice(lastEnd, match.index));
    const said =
      /(?<!\[(?:IP )?)\b(?:ip(?:v4)?|address(?:es)?|host|from|client|remote|server|origin|via|adresse)\b[^\w\n]{0,4}(?:is|was|ist|of)?[^\w\n]{0,3}$|:\/\/$|@$/i;
    if (/version|update|upgrade|release|build|bump/i.test(before)) continue;
    const sure = listed || said.test(before) || /^:\d{2,5}\b|^\/\d{1,2}\b/.test(after);
    if (!sure || !isPublic(match[0])) continue;
    lastEnd = end;
    yield span('IP address', match.index, match[0]);
  }
  const v6 =
    /(?<![\w:.])(?:[0-9a-f]{1,4}:){4,7}(?::?[0-9a-f]{1,4}){1,3}(?![\w:])|(?<![\w:.])[23][0-9a-f]{3}:(?:[0-9a-f]{1,4}:){1,5}:[0-9a-f]{1,4}(?![\w:])/gi;
  for (const match of text.matchAll(v6))
    if (/^[23]/.test(match[0])) yield span('IP address', match.index, match[0]);
}

/** Not private, local, shared, documentation, multicast or reserved. Source: RFC 6890. */
function isPublic(address: string): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  if ([a, b, c, d].some((part) => part > 255)) return false;
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  if ((a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168) || (a === 169 && b === 254)) return false;
  return !(a === 100 && b >= 64 && b <= 127);
}

function span(kind: RedactionKind, start: number, found: string): Span {
  return { kind, start, end: start + found.length };
}
