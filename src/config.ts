// The only reader of process.env. Every setting is declared here with its meaning, default and fix.
import { resolve } from 'node:path';
import { z } from 'zod';
import { readDotEnv, withoutEmpty } from './files/dot-env.ts';
import { StartFailure } from './lib/failure.ts';
import { reactionNames, reactionProblems } from './text/reactions.ts';

const list = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean));

const timeZone = z
  .string()
  .refine(isTimeZone, { error: 'is no time zone. Use an IANA name such as "Europe/Berlin".' });

const httpUrl = z.url({
  protocol: /^https?$/,
  error: 'is no http(s) address. Give it whole, e.g. "https://example.com/".',
});

const startsWith = (prefix: string, where: string) =>
  z.string().refine((token) => token.startsWith(prefix), {
    error: `must start with "${prefix}". Copy it from ${where}.`,
  });

const port = z.coerce
  .number({ error: 'is no port number.' })
  .int()
  .min(0)
  .max(65535, { error: 'must be 0 to 65535.' });

const money = z.coerce
  .number({ error: 'must be an amount in US dollars.' })
  .min(0, { error: 'must be 0 or more.' });

const positive = z.coerce
  .number({ error: 'must be a number.' })
  .int()
  .min(1, { error: 'must be 1 or more.' });

/** What each variable means; the README's table is held against this object by a test. */
const Environment = z.object({
  SLACK_BOT_TOKEN: startsWith('xoxb-', 'your Slack app under "OAuth & Permissions"'),
  SLACK_APP_TOKEN: startsWith(
    'xapp-',
    'your Slack app under "Basic Information", "App-Level Tokens"',
  ).optional(),
  SLACK_SIGNING_SECRET: z
    .string()
    .min(16, { error: 'is too short. Copy it from "Basic Information" of your Slack app.' })
    .optional(),
  SLACK_API_URL: httpUrl.default('https://slack.com/api/'),
  EARSHOT_FEEDBACK_CHANNELS: list,
  EARSHOT_BACKFILL_DAYS: positive.default(30),
  EARSHOT_READS_PER_MINUTE: positive.default(45),
  EARSHOT_DIGEST_CHANNEL: z.string().optional(),
  EARSHOT_DIGEST_CRON: z.string().default('0 9 * * 1'),
  EARSHOT_TIME_ZONE: timeZone.default('UTC'),
  EARSHOT_ENGINEERS: list,
  EARSHOT_EMPLOYEE_DOMAINS: list,
  EARSHOT_REACTIONS: z.string().default(''),
  EARSHOT_AREAS: z.string().default('areas.yml'),
  EARSHOT_DATA_DIR: z.string().default('.earshot'),
  EARSHOT_HOST: z.string().default('127.0.0.1'),
  EARSHOT_PORT: port.default(3000),
  EARSHOT_PUBLIC_URL: httpUrl.optional(),
  EARSHOT_ROLES: z
    .string()
    .default('bot,worker,web')
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .pipe(
      z.array(z.enum(['bot', 'worker', 'web'], { error: 'knows the roles bot, worker and web.' })).min(1),
    ),
  EARSHOT_INTAKE_SECRET: z.string().min(16, { error: 'must have at least 16 characters.' }).optional(),
  EARSHOT_RETENTION_DAYS: positive.optional(),
  EARSHOT_INBOX_RETENTION_DAYS: positive.default(14),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must look like "postgres://user:password@host:5432/name".' })
    .optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must look like "redis://host:6379".' }).optional(),
  EARSHOT_REVENUE_IN_TICKETS: z
    .enum(['shown', 'hidden'], { error: 'knows shown and hidden.' })
    .default('shown'),
  EARSHOT_TICKET_COMMENTS: z.enum(['off', 'thread'], { error: 'knows off and thread.' }).default('off'),
  LINEAR_API_KEY: z
    .string()
    .min(8, { error: 'is too short. Make one in Linear under "Settings", "API".' })
    .optional(),
  LINEAR_API_URL: httpUrl.default('https://api.linear.app/graphql'),
  LINEAR_WEBHOOK_SECRET: z.string().min(8).optional(),
  JIRA_HOST: httpUrl.optional(),
  JIRA_EMAIL: z.string().optional(),
  JIRA_API_TOKEN: z.string().min(8, { error: 'is too short.' }).optional(),
  JIRA_WEBHOOK_SECRET: z.string().min(8).optional(),
  ANTHROPIC_API_KEY: z.string().min(8, { error: 'is too short.' }).optional(),
  ANTHROPIC_BASE_URL: httpUrl.default('https://api.anthropic.com'),
  ANTHROPIC_MODEL: z.string().default('claude-sonnet-5-5'),
  ANTHROPIC_EFFORT: z
    .enum(['low', 'medium', 'high', 'xhigh', 'max'], { error: 'knows low, medium, high, xhigh and max.' })
    .default('low'),
  ANTHROPIC_USD_PER_DAY: money.default(10),
  ANTHROPIC_TOKENS_PER_DAY: positive.default(5_000_000),
  ZENDESK_WEBHOOK_SECRET: z.string().min(8).optional(),
  INTERCOM_CLIENT_SECRET: z.string().min(8).optional(),
  SENTRY_CLIENT_SECRET: z.string().min(8).optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'knows trace, debug, info, warn, error and silent.',
    })
    .default('info'),
});
type Environment = z.infer<typeof Environment>;

const ModelEnvironment = Environment.pick({
  ANTHROPIC_API_KEY: true,
  ANTHROPIC_BASE_URL: true,
  ANTHROPIC_MODEL: true,
  ANTHROPIC_EFFORT: true,
  ANTHROPIC_USD_PER_DAY: true,
  ANTHROPIC_TOKENS_PER_DAY: true,
});

const DataEnvironment = Environment.pick({
  DATABASE_URL: true,
  EARSHOT_DATA_DIR: true,
  EARSHOT_TIME_ZONE: true,
  EARSHOT_EMPLOYEE_DOMAINS: true,
});

export const settingNames: readonly string[] = Object.keys(Environment.shape);

export type Config = ReturnType<typeof shape>;

/**
 * Reads `.env` in the working directory, if there is one, below the real environment; `overrides` (from the command
 * line) come first. Throws `StartFailure` with every problem.
 */
export function readConfig(overrides: Record<string, string> = {}): Config {
  return parseConfig({ ...readDotEnv(process.cwd()), ...withoutEmpty(process.env), ...overrides });
}

/** For commands that only touch the database: they need nothing of Slack. Throws `StartFailure` likewise. */
export function readDataConfig() {
  const env = { ...readDotEnv(process.cwd()), ...withoutEmpty(process.env) };
  const parsed = DataEnvironment.safeParse(env);
  if (!parsed.success) throw new StartFailure(listed(parsed.error.issues.map(problemOf(env))));
  const e = parsed.data;
  return {
    databaseUrl: e.DATABASE_URL,
    dataDir: resolve(e.EARSHOT_DATA_DIR),
    timeZone: e.EARSHOT_TIME_ZONE,
    employeeDomains: e.EARSHOT_EMPLOYEE_DOMAINS.map((domain) => domain.toLowerCase()),
  };
}

/** For commands that only ask the model. Undefined without a key; throws `StartFailure` likewise. */
export function readModelConfig() {
  const env = { ...readDotEnv(process.cwd()), ...withoutEmpty(process.env) };
  const parsed = ModelEnvironment.safeParse(env);
  if (!parsed.success) throw new StartFailure(listed(parsed.error.issues.map(problemOf(env))));
  return modelSettings(parsed.data);
}

/** Pure: the same from a record. */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const parsed = Environment.safeParse(env);
  const problems = parsed.success ? crossCheck(parsed.data) : parsed.error.issues.map(problemOf(env));
  if (!parsed.success || problems.length > 0) throw new StartFailure(listed(problems));
  return shape(parsed.data);
}

function shape(e: Environment) {
  return {
    slack: {
      botToken: e.SLACK_BOT_TOKEN,
      appToken: e.SLACK_APP_TOKEN,
      signingSecret: e.SLACK_SIGNING_SECRET,
      apiUrl: e.SLACK_API_URL,
    },
    /** Channel ids or names (with or without #). */
    feedbackChannels: e.EARSHOT_FEEDBACK_CHANNELS.map((name) => name.replace(/^#/, '')),
    /** Days of a channel's past that are read in when Earshot first listens there. */
    backfillDays: e.EARSHOT_BACKFILL_DAYS,
    /** Calls of `conversations.history`, and as many of `conversations.replies`, when the past is read. */
    readsPerMinute: e.EARSHOT_READS_PER_MINUTE,
    digest: { channel: e.EARSHOT_DIGEST_CHANNEL?.replace(/^#/, ''), cron: e.EARSHOT_DIGEST_CRON },
    timeZone: e.EARSHOT_TIME_ZONE,
    /** User ids (U…) and user group ids (S…) that may create tickets; empty: every full member of the workspace. */
    engineers: e.EARSHOT_ENGINEERS,
    employeeDomains: e.EARSHOT_EMPLOYEE_DOMAINS.map((domain) => domain.toLowerCase()),
    reactions: reactionNames(e.EARSHOT_REACTIONS),
    areasFile: resolve(e.EARSHOT_AREAS),
    dataDir: resolve(e.EARSHOT_DATA_DIR),
    http: { host: e.EARSHOT_HOST, port: e.EARSHOT_PORT, publicUrl: e.EARSHOT_PUBLIC_URL },
    roles: e.EARSHOT_ROLES,
    intake: {
      secret: e.EARSHOT_INTAKE_SECRET,
      zendeskSecret: e.ZENDESK_WEBHOOK_SECRET,
      intercomSecret: e.INTERCOM_CLIENT_SECRET,
      sentrySecret: e.SENTRY_CLIENT_SECRET,
    },
    /** Days until feedback's text is removed; absent: never. */
    retentionDays: e.EARSHOT_RETENTION_DAYS,
    inboxRetentionDays: e.EARSHOT_INBOX_RETENTION_DAYS,
    databaseUrl: e.DATABASE_URL,
    redisUrl: e.REDIS_URL,
    /** Whether customers' revenue may be told to those who read the tracker. */
    revenueInTickets: e.EARSHOT_REVENUE_IN_TICKETS,
    ticketComments: e.EARSHOT_TICKET_COMMENTS,
    linear: e.LINEAR_API_KEY
      ? { apiKey: e.LINEAR_API_KEY, apiUrl: e.LINEAR_API_URL, webhookSecret: e.LINEAR_WEBHOOK_SECRET }
      : undefined,
    jira:
      e.JIRA_HOST && e.JIRA_API_TOKEN
        ? {
            host: e.JIRA_HOST,
            email: e.JIRA_EMAIL,
            apiToken: e.JIRA_API_TOKEN,
            webhookSecret: e.JIRA_WEBHOOK_SECRET,
          }
        : undefined,
    anthropic: modelSettings(e),
    logLevel: e.LOG_LEVEL,
  };
}

function modelSettings(e: z.infer<typeof ModelEnvironment>) {
  if (!e.ANTHROPIC_API_KEY) return undefined;
  return {
    apiKey: e.ANTHROPIC_API_KEY,
    baseUrl: e.ANTHROPIC_BASE_URL,
    model: e.ANTHROPIC_MODEL,
    effort: e.ANTHROPIC_EFFORT,
    usdPerDay: e.ANTHROPIC_USD_PER_DAY,
    tokensPerDay: e.ANTHROPIC_TOKENS_PER_DAY,
  };
}

function crossCheck(e: Environment): string[] {
  const problems: string[] = [];
  if (!e.SLACK_APP_TOKEN && !e.SLACK_SIGNING_SECRET)
    problems.push(
      'Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set. Set the first for Socket Mode, or the second to receive events over HTTP.',
    );
  if (e.JIRA_HOST && !e.JIRA_API_TOKEN)
    problems.push(
      'JIRA_HOST is set but JIRA_API_TOKEN is not. Make a token at id.atlassian.com, or unset JIRA_HOST.',
    );
  if (e.JIRA_API_TOKEN && !e.JIRA_HOST)
    problems.push(
      'JIRA_API_TOKEN is set but JIRA_HOST is not. Set it to e.g. "https://yourcompany.atlassian.net".',
    );
  if (e.REDIS_URL && !e.DATABASE_URL && e.EARSHOT_ROLES.length < 3)
    problems.push('Several processes need one database. Set DATABASE_URL, or run all roles in one process.');
  for (const problem of reactionProblems(e.EARSHOT_REACTIONS)) problems.push(`EARSHOT_REACTIONS ${problem}`);
  return problems;
}

function problemOf(env: Record<string, string | undefined>) {
  return (issue: z.core.$ZodIssue): string => {
    const name = String(issue.path[0]);
    if (env[name] === undefined)
      return `${name} is not set. ${whereToFind[name] ?? 'Set it in the environment or in .env.'}`;
    return `${name} ${issue.message}`;
  };
}

const whereToFind: Record<string, string> = {
  SLACK_BOT_TOKEN:
    'Install the app from manifest.yml and copy the "Bot User OAuth Token", or run "npm run demo" to try Earshot without Slack.',
};

function listed(problems: string[]): string {
  if (problems.length === 1) return problems[0]!;
  return [`${problems.length} settings need attention:`, ...problems.map((problem) => `  - ${problem}`)].join(
    '\n',
  );
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
