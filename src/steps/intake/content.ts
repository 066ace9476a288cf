// What a message says, wherever it keeps it: text, blocks, attachments, files. Integrations post with empty text. Pure.
import type { SlackMessage } from '../../slack/port.ts';
import { plainText } from '../../text/mrkdwn.ts';
import {
  companyLabel,
  emailLabel,
  type Labelled,
  notWords,
  type Parts,
  partsOf,
  strongRequester,
  strongWords,
  weakRequester,
  weakWords,
} from './content-parts.ts';

export type Content = {
  /** mrkdwn as Slack delivers it. */
  text: string;
  /** Whom an integration names as the one who said it. */
  requester?: Requester | undefined;
  title?: string | undefined;
};

export type Requester = {
  /** Everything the integration says of them, as plain text. */
  stated: string;
  name?: string | undefined;
  email?: string | undefined;
  company?: string | undefined;
};

/** A person's words; or, of an app's message, the customer's words it carries. Undefined: nothing a customer said. */
export function contentOf(
  m: Pick<SlackMessage, 'text' | 'botId' | 'blocks' | 'attachments' | 'files'>,
): Content | undefined {
  if (!m.botId) return m.text.trim() || m.files.length > 0 ? { text: m.text } : undefined;
  return integrationContent(partsOf(m));
}

/** All the text there is in a message, for one that a person captures although nothing in it is marked as said. */
export function wholeText(m: Pick<SlackMessage, 'text' | 'blocks' | 'attachments'>): string {
  if (m.text.trim()) return m.text;
  const { titles, labelled, quoted, plain } = partsOf(m);
  const pairs = labelled.map(({ label, value }) => `${label}: ${value}`);
  return [...titles, ...plain, ...pairs, ...quoted].join('\n');
}

/**
 * An integration that relays a customer says who, or what they were asked. A bot that talks of its own (a deploy by
 * jonas, with the message "fix build") has labels too, but neither of these.
 */
function integrationContent(parts: Parts): Content | undefined {
  const { labelled } = parts;
  const surely = labelled.some(({ label }) => strongRequester.test(label)) || isConversation(parts);
  const requester = requesterOf(parts);
  const known = surely || requester?.email !== undefined;
  const asked = valuesOf(labelled, strongWords);
  const told = known ? valuesOf(labelled, weakWords) : [];
  const said = [...asked, ...told];
  const text = (said.length > 0 ? said : known ? loose(parts) : []).join('\n').trim();
  if (!text) return undefined;
  return { text, requester, title: titleOf(parts) };
}

/** An author alone is anybody: of a commit, of a page. */
function isConversation({ authors, titles, plain }: Parts): boolean {
  return authors.length > 0 && [...titles, ...plain.slice(0, 1)].some((text) => talk.test(text));
}

const talk = /\b(conversation|ticket|message from|review|feedback|inquiry|survey|response|chat)\b/i;

function valuesOf(labelled: Labelled[], kind: RegExp): string[] {
  return labelled
    .filter(({ label, value }) => kind.test(label) && !notWords.test(label) && !/^[\d\s/.,%]+$/.test(value))
    .map(({ value }) => value);
}

/** What is not labelled: the quotation if there is one, else the text but for the line that announces it. */
function loose({ quoted, plain }: Parts): string[] {
  if (quoted.length > 0) return quoted;
  return plain.filter((text) => !announcement.test(plainText(text).trim()));
}

const announcement =
  /^(new|you have|you've got|received|a new|ticket|conversation|incoming|.{0,40}\bnew (message|conversation|response|review|ticket|reply|request|feedback)\b)[^\n]{0,160}$/i;

/** `New conversation from Jane Doe (jane@acme.test)`, `Jane Doe <jane@acme.test> wrote:` */
const announced = /\b(?:from|by)\s+([^\n:]{2,120})|^([^\n:]{2,100}?)\s+(?:wrote|says|said|replied|asked)\b/i;

function requesterOf({ labelled, plain, titles, authors }: Parts): Requester | undefined {
  const of = (kind: RegExp) => labelled.find(({ label }) => kind.test(label))?.value;
  const said = [...plain, ...titles].map((text) => announced.exec(plainText(text)));
  const lead = said
    .find((match) => match && emailIn(match[0]!))
    ?.slice(1)
    .find(Boolean);
  const who = of(strongPerson) ?? authors[0] ?? of(weakRequester) ?? lead;
  const stated = [
    ...labelled.filter(({ label }) => isAboutRequester(label)).map(({ value }) => value),
    ...authors,
    ...(lead ? [lead] : []),
  ].map((value) => plainText(value).trim());
  if (stated.length === 0) return undefined;
  const whole = [...new Set(stated)].join(', ');
  return {
    stated: whole,
    name: who && nameIn(plainText(who)),
    email: emailIn(whole),
    company: plainText(of(companyLabel) ?? '').trim() || undefined,
  };
}

const strongPerson =
  /^(customer( name)?|client|requester|respondent|contact|submitted by|reported by|requested by)$/i;

function isAboutRequester(label: string): boolean {
  return [strongRequester, weakRequester, emailLabel, companyLabel].some((kind) => kind.test(label));
}

export function emailIn(text: string): string | undefined {
  return /[\w.+'-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/i.exec(text)?.[0].toLowerCase();
}

/** Without the address and what surrounds it. */
function nameIn(text: string): string | undefined {
  const name = text
    .replace(/[(<[]?\s*(mailto:)?[\w.+'-]+@[\w.-]+\s*[)>\]]?/gi, '')
    .replace(/[\s,;(<[-]+$/, '')
    .trim();
  return name || undefined;
}

function titleOf({ titles }: Parts): string | undefined {
  return titles
    .map((title) => plainText(title).trim())
    .find((title) => title !== '' && !announcement.test(title) && !nameless.test(title));
}

const nameless = /^(new )?(conversation|ticket|message|feedback|survey|nps|csat|response|review|comment)$/i;
