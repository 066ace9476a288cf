// Jira's webhooks: what they say, how they are signed, and when they come again.
import { createHmac } from 'node:crypto';
import type { FaultPlan } from '../faults.ts';
import { createSender, type Sender, type Webhook } from '../webhook-sender.ts';
import type { Box, Change } from './box.ts';
import { commentJson, issueJson, userJson, type Version } from './issue-json.ts';
import { nextId } from './world.ts';

export function createJiraSender(world: {
  url: () => string | undefined;
  plan: FaultPlan;
  now: () => Date;
  timeScale: number;
  deployment: 'cloud' | 'datacenter';
}): Sender {
  // Cloud tries five times more, each 5 to 15 minutes later; Data Center never.
  const retryMinutes = world.deployment === 'cloud' ? [5, 7, 9, 12, 15] : [];
  const again = new Set([0, 408, 409, 425, 429]);
  return createSender({
    ...world,
    retryMinutes,
    isDelivered: (status) => !again.has(status) && status < 500,
  });
}

/** Undefined: Jira sends nothing for this change. */
export function jiraWebhook(box: Box, change: Change): Webhook | undefined {
  const said = bodyOf(box, change);
  if (!said) return undefined;
  const raw = JSON.stringify(said);
  const signature = createHmac('sha256', box.world.webhookSecret).update(raw).digest('hex');
  return {
    type: said.webhookEvent,
    entityId: change.issueId,
    request: ({ id, number }) => ({
      body: raw,
      headers: {
        'Content-Type': 'application/json; charset=UTF-8',
        'User-Agent': 'Atlassian Webhook HTTP Client',
        'X-Atlassian-Webhook-Identifier': id,
        'X-Hub-Signature': `sha256=${signature}`,
        ...(number > 1 ? { 'X-Atlassian-Webhook-Retry': String(number - 1) } : {}),
      },
    }),
  };
}

function bodyOf(box: Box, change: Change) {
  const { world } = box;
  const version: Version = world.deployment === 'cloud' ? 3 : 2;
  const shown = { box, version };
  const issue = world.issues[change.issueId];
  const user = userJson(shown, world.users[change.actorId]!);
  const timestamp = box.now().getTime();
  if (change.type === 'link')
    return change.extra
      ? { timestamp, webhookEvent: `issuelink_${verbs[change.action]}`, ...change.extra }
      : undefined;
  if (change.type === 'comment' && issue) {
    const comment = commentJson(shown, world.comments[change.id]!, false);
    const brief = issueJson(shown, issue, {
      fields: ['summary', 'status', 'priority', 'assignee', 'project'],
    });
    return { timestamp, webhookEvent: `comment_${verbs[change.action]}`, comment, issue: brief };
  }
  const webhookEvent = `jira:issue_${verbs[change.action]}`;
  const changelog = { id: nextId(world), items: change.items };
  const whole = issue ? { issue: issueJson(shown, issue) } : change.extra;
  return { timestamp, webhookEvent, user, ...whole, ...(change.items.length > 0 ? { changelog } : {}) };
}

const verbs = { create: 'created', update: 'updated', remove: 'deleted' };
