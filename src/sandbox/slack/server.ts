// The Slack stand-in: the Web API, events and interactions over HTTP or sockets, and what the demo page needs beside.
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { createFaultPlan, type FaultPlan, faultRoutes } from '../faults.ts';
import { listen } from '../listen.ts';
import { createRequestLog, misbehave, type RequestLog, requestRoutes } from '../misbehave.ts';
import { createStateFile, readStateFile } from '../state-file.ts';
import { actRoutes } from './acts/routes.ts';
import { apiRoutes } from './api.ts';
import { loadShapes, type Shapes } from './blocks/schema.ts';
import { controlRoutes } from './control-routes.ts';
import type { Core } from './core.ts';
import { type AppUrls, createHttpWay } from './delivery/http.ts';
import { createOutbox, type Delivery } from './delivery/outbox.ts';
import { createSocketWay, type SocketWay } from './delivery/socket.ts';
import { fileRoutes } from './file-routes.ts';
import { hookRoutes } from './hooks.ts';
import { Manifest } from './manifest.ts';
import { auth } from './methods/auth.ts';
import { chat } from './methods/chat.ts';
import { conversations } from './methods/conversations.ts';
import { files } from './methods/files.ts';
import { membership } from './methods/membership.ts';
import { people } from './methods/people.ts';
import { reactions } from './methods/reactions.ts';
import { views } from './methods/views.ts';
import { stateRoutes } from './page-state.ts';
import { worldFrom } from './plant.ts';
import { type SlackSeed, smallSeed } from './seed.ts';
import { type Changes, createChanges, streamRoutes } from './stream.ts';
import { otherBotToken, secretsOf, tokenIndex, userToken } from './tokens.ts';
import type { User, World } from './world.ts';

export type SlackOptions = {
  port?: number;
  stateFile?: string;
  now?: () => number;
  /** Of Slack's retry schedule: 0.001 makes a minute 60 ms. A function is asked at each retry. */
  timeScale?: number | (() => number);
  /** How long the app may take to acknowledge; Slack's own is 3,000. */
  ackTimeoutMs?: number;
  /** The demo page's address: permalinks lead there. */
  pageUrl?: string;
  seed?: SlackSeed;
  app: { manifest: unknown } & AppUrls;
};

export type SlackStandIn = {
  url: string;
  apiUrl: string;
  teamId: string;
  appId: string;
  botId: string;
  botUserId: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  /** By handle. */
  users: Record<string, { id: string; token: string }>;
  /** Other apps' bots, by handle: they can post as integrations do. */
  bots: Record<string, { id: string; botId: string; token: string }>;
  /** By name. */
  channels: Record<string, string>;
  /** Everything it knows, live: look, do not touch. */
  state: World;
  faults: FaultPlan;
  requests: RequestLog;
  deliveries(): Delivery[];
  /** What the app did that Slack would have refused or dropped in silence. */
  violations: string[];
  /** Points HTTP delivery at the app; an events URL must answer `url_verification`. */
  subscribe(urls: AppUrls): Promise<void>;
  disconnectSockets: SocketWay['disconnect'];
  /** Nothing is on its way to the app or waiting for a retry. */
  idle(): Promise<void>;
  revoke(token: string): void;
  /** As the `pageUrl` option, for a page that starts later. */
  showOn(pageUrl: string): void;
  stop(): Promise<void>;
};

/** Rejects when the port is taken or the state file is damaged. */
export async function startSlack(options: SlackOptions): Promise<SlackStandIn> {
  const manifest = Manifest.parse(options.app.manifest);
  const clock = options.now ?? Date.now;
  const now = () => Math.floor(clock());
  const saved = readStateFile(options.stateFile) as World | undefined;
  const world = saved ?? worldFrom(options.seed ?? smallSeed, manifest, Math.floor(now() / 1000));
  const changes = createChanges();
  const file = createStateFile(options.stateFile, () => world);
  const shapes = await loadShapes();
  const parts = wire({ options, manifest, world, shapes, changes, now, touch: file.touch });
  const server = await listen(parts.app, options.port);
  parts.origin.url = server.url;
  parts.socket.attach(server.server);
  file.touch();
  return {
    ...identities(parts.core, server.url),
    state: world,
    faults: parts.plan,
    requests: parts.log,
    deliveries: parts.outbox.deliveries,
    violations: parts.core.violations,
    subscribe: parts.subscribe,
    disconnectSockets: parts.socket.disconnect,
    idle: parts.outbox.idle,
    revoke: (token) => void world.revokedTokens.push(token),
    showOn: (pageUrl) => {
      parts.page.url = pageUrl;
    },
    async stop() {
      parts.outbox.stop();
      await parts.socket.stop();
      await server.stop();
      file.flush();
    },
  };
}

type Setup = {
  options: SlackOptions;
  manifest: Manifest;
  world: World;
  shapes: Shapes;
  changes: Changes;
  now: () => number;
  touch: () => void;
};

function wire({ options, manifest, world, shapes, changes, now, touch }: Setup) {
  const { manifest: _, ...urls } = options.app;
  const origin = { url: '' };
  const page = { url: options.pageUrl };
  const plan = createFaultPlan();
  const log = createRequestLog();
  const secrets = secretsOf(world);
  const violations: string[] = [];
  const changed: Core['changed'] = (change) => {
    changes.add(change);
    touch();
  };
  const ackTimeoutMs = options.ackTimeoutMs ?? 3_000;
  const socket = createSocketWay({
    appId: world.app.id,
    ackTimeoutMs,
    onChange: () => changed({ type: 'app' }),
    onViolation: (words) => violations.push(words),
  });
  const http = createHttpWay({ ...secrets, ackTimeoutMs, urls });
  const { timeScale = 1 } = options;
  const scale = typeof timeScale === 'number' ? () => timeScale : timeScale;
  const outbox = createOutbox({ socket, http, plan, timeScale: scale, now });
  let serial = 0;
  const core: Core = {
    world,
    manifest,
    secrets,
    tokens: tokenIndex(world),
    now,
    serial: () => ++serial,
    origin: () => origin.url,
    changed,
    outbox,
    shapes,
    triggers: new Map(),
    hooks: new Map(),
    violations,
  };
  const subscribe = async (more: AppUrls) => {
    if (more.eventsUrl) await http.verify(more.eventsUrl);
    http.setUrls(more);
    changed({ type: 'app' });
  };
  const app = routes(core, { plan, log, changes, socket, subscribe, page });
  return { core, app, plan, log, socket, outbox, origin, page, subscribe };
}

function routes(
  core: Core,
  parts: {
    plan: FaultPlan;
    log: RequestLog;
    changes: Changes;
    socket: SocketWay;
    subscribe(urls: AppUrls): Promise<void>;
    page: { url: string | undefined };
  },
) {
  const { plan, log, changes } = parts;
  const methods = [
    ...auth(parts.socket),
    ...chat,
    ...conversations,
    ...membership,
    ...reactions,
    ...people,
    ...views,
    ...files,
  ];
  const refusals = {
    rateLimit: (_: unknown, retryAfter: number) =>
      Response.json(
        { ok: false, error: 'ratelimited' },
        { status: 429, headers: { 'Retry-After': String(retryAfter) } },
      ),
  };
  return new Hono<{ Bindings: HttpBindings }>()
    .use(cors({ origin: '*', exposeHeaders: ['Retry-After'] }))
    .use(misbehave({ plan, log, now: core.now }, refusals))
    .route('/', apiRoutes(core, methods))
    .route('/', hookRoutes(core))
    .route('/', fileRoutes(core))
    .route('/', actRoutes(core))
    .route('/', stateRoutes(core, changes.latest))
    .route('/', streamRoutes(core, changes))
    .route('/', faultRoutes(plan))
    .route('/', requestRoutes(log))
    .route('/', controlRoutes({ ...parts, violations: core.violations }));
}

function identities(core: Core, url: string) {
  const { world, secrets } = core;
  const { people, bots } = Object.groupBy(Object.values(world.users), (user) =>
    user.isBot ? 'bots' : 'people',
  ) as Record<string, User[]>;
  return {
    url,
    apiUrl: `${url}/api/`,
    teamId: world.team.id,
    appId: world.app.id,
    botId: world.app.botId,
    botUserId: world.app.botUserId,
    botToken: secrets.botToken,
    appToken: secrets.appToken,
    signingSecret: secrets.signingSecret,
    users: Object.fromEntries(
      (people ?? []).map((user) => [user.name, { id: user.id, token: userToken(user) }]),
    ),
    bots: Object.fromEntries(
      (bots ?? [])
        .filter((user) => user.id !== world.app.botUserId)
        .map((user) => [user.name, { id: user.id, botId: user.botId!, token: otherBotToken(user) }]),
    ),
    channels: Object.fromEntries(
      Object.values(world.channels)
        .filter((one) => one.name)
        .map((one) => [one.name, one.id]),
    ),
  };
}
