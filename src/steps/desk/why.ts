// `/earshot why <message link>`: everything that is known of one message's way, from every step it went through.
import { findArea } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import { whoIs } from '../../customers/people.ts';
import { findCustomer } from '../../customers/store.ts';
import type { Deps } from '../../deps.ts';
import { type AnalysisRow, type FindingRow, findCurrentAnalysis } from '../analyze/store.ts';
import { findFindingsInForce } from '../analyze/store-corrections.ts';
import type { Subcommand } from '../ears.ts';
import { type MessagePlace, placeIn } from '../intake/message-link.ts';
import {
  type Feedback,
  findChannel,
  findFeedback,
  findMessage,
  findPassedOver,
  type MessageRow,
} from '../intake/store.ts';
import { type MessageStory, whyMessageScreen } from '../theme/blocks.ts';
import { findMembership, findTheme } from '../theme/store.ts';

export const whyCommands: Subcommand[] = [
  {
    name: 'why',
    usage: '<message link>',
    about: 'why a message was captured or not, whose it is, and what became of it',
    heldBy: 'everyone',
    run: async (deps, { rest, responseUrl }) => {
      const place = placeIn(rest);
      if (!place) {
        const text =
          'Which message? On the message, choose "Copy link", and type `/earshot why` with that link.';
        await deps.slack.respond(responseUrl, { text });
        return [];
      }
      const shown = /https?:\/\/[^\s<>|]+/.exec(rest)?.[0] ?? null;
      const story = await storyOf(deps, place);
      const { capture } = deps.config.reactions;
      await deps.slack.respond(responseUrl, whyMessageScreen(story, shown, capture));
      return [];
    },
  },
];

export async function storyOf(deps: Deps, at: MessagePlace): Promise<MessageStory> {
  const key = `${at.channel}:${at.ts}`;
  const row = await findMessage(deps.db, key);
  const item = row?.feedbackId ? await findFeedback(deps.db, row.feedbackId) : undefined;
  if (row && item) return storyOfItem(deps, row, item);
  if (row?.deletedAt) return { kind: 'withdrawn', because: 'it was deleted in Slack' };
  const passed = await findPassedOver(deps.db, key);
  return passed ? { kind: 'passed over', because: withoutStop(passed.reason) } : { kind: 'unknown' };
}

async function storyOfItem(deps: Deps, row: MessageRow, item: Feedback): Promise<MessageStory> {
  if (item.withdrawnAt) {
    const because = await withNames(deps, item.withdrawnBecause ?? 'it was withdrawn');
    return { kind: 'withdrawn', because: withoutStop(because) };
  }
  if (row.deletedAt)
    return {
      kind: 'withdrawn',
      because: item.erasedAt ? 'its words were erased' : 'it was deleted in Slack',
    };
  const reading = await findCurrentAnalysis(deps.db, item.id);
  if (!reading || reading.revision < item.revision) return { kind: 'waiting', capturedAt: item.capturedAt };
  const by = reading.analyzer === 'local' ? 'the local rules' : reading.model;
  if (reading.verdict === 'not feedback')
    return { kind: 'not feedback', because: withoutStop(reading.reason ?? 'no reason was kept'), by };
  return {
    kind: 'feedback',
    capturedHow: await howWords(deps, row, item),
    customer: await customerOf(deps, item),
    by,
    note: reading.note,
    findings: await findingsOf(deps, reading),
  };
}

async function howWords(deps: Deps, row: MessageRow, item: Feedback): Promise<string> {
  const by = item.capturedBy ? ((await whoIs(deps, item.capturedBy))?.name ?? 'a colleague') : undefined;
  const part = row.part === 'context' ? ', kept as an answer in its thread' : '';
  switch (item.capturedHow) {
    case 'channel': {
      const place = item.channelId ? await findChannel(deps.db, item.channelId) : undefined;
      const rule = place ? ` in #${place.name}, where Earshot listens to ${place.listening}` : '';
      return `heard${rule}${part}`;
    }
    case 'reaction':
      return `by the capture emoji of ${by ?? 'a colleague'}${part}`;
    case 'shortcut':
      return `by the shortcut, used by ${by ?? 'a colleague'}${part}`;
    case 'link':
    case 'log':
      return `logged by ${by ?? 'a colleague'}${part}`;
    default:
      return `by ${item.capturedHow} from ${item.source}${part}`;
  }
}

async function customerOf(deps: Deps, item: Feedback): Promise<{ name: string; because: string } | null> {
  const customer = item.customerId ? await findCustomer(deps.db, item.customerId) : undefined;
  return customer ? { name: customer.name, because: item.customerBecause ?? 'named by a person' } : null;
}

async function findingsOf(deps: Deps, reading: AnalysisRow) {
  const findings = await findFindingsInForce(deps.db, reading.id);
  return Promise.all(findings.map((finding) => findingStory(deps, finding)));
}

async function findingStory(deps: Deps, finding: FindingRow) {
  const catalog = await currentCatalog(deps);
  const { id, summary, kind, areaKey, areaConfidence, severity, sentiment, churnRisk, because } = finding;
  return {
    findingId: id,
    summary,
    kind,
    areaName: findArea(catalog, areaKey)?.name ?? null,
    areaConfidence,
    severity,
    sentiment,
    churnRisk,
    because,
    theme: await themeOf(deps, id),
  };
}

async function themeOf(deps: Deps, findingId: string) {
  const member = await findMembership(deps.db, findingId);
  const theme = member && (await findTheme(deps.db, member.themeId));
  if (!member || !theme) return null;
  const { id, number, title } = theme;
  return { id, number, title, match: member.match, because: member.because };
}

/** Mentions in a reason become names: a reason alerts nobody. */
async function withNames(deps: Deps, reason: string): Promise<string> {
  const id = /<@([UW][A-Z0-9]+)>/.exec(reason)?.[1];
  const name = id && (await whoIs(deps, id))?.name;
  return name ? reason.replace(`<@${id}>`, name) : reason;
}

const withoutStop = (reason: string) => reason.replace(/\.\s*$/, '');
