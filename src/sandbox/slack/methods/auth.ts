// auth.*, api.test, apps.connections.open: who is calling, and the way to a socket.

import type { SocketWay } from '../delivery/socket.ts';
import { flag, method } from '../method.ts';
import { tokenOf } from '../tokens.ts';

const authTest = method('auth.test', {
  args: {},
  run(core, caller) {
    const { world } = core;
    const team = [world.team, ...world.otherTeams].find((one) => one.id === caller.user.teamId) ?? world.team;
    return {
      url: `${core.origin()}/`,
      team: team.name,
      user: caller.user.name,
      team_id: team.id,
      user_id: caller.user.id,
      ...(caller.kind === 'bot' ? { bot_id: caller.user.botId } : {}),
      is_enterprise_install: false,
    };
  },
});

const authRevoke = method('auth.revoke', {
  args: { test: flag.optional() },
  run(core, caller, args) {
    if (!args.test) core.world.revokedTokens.push(tokenOf(core, caller.user));
    return { revoked: !args.test };
  },
});

const connectionsOpen = (socket: SocketWay) =>
  method('apps.connections.open', {
    tokens: ['app'],
    args: {},
    run: (core) => ({ url: socket.ticketFor(core.origin()) }),
  });

export const auth = (socket: SocketWay) => [authTest, authRevoke, connectionsOpen(socket)];
