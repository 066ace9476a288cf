// Acts as a person in the stand-in workspace, from outside: what a client does beside the Web API.
import type { ActAnswer, SandboxState, WireMessage } from './wire.ts';

export type Workspace = {
  url: string;
  users: Record<string, { id: string; token: string }>;
  channels: Record<string, string>;
};

/** `POST /sandbox/act/<what>` as this person; see wire.ts for the bodies. */
export async function act(
  workspace: Workspace,
  who: string,
  what: string,
  body: unknown,
): Promise<ActAnswer> {
  const response = await fetch(`${workspace.url}/sandbox/act/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokenOf(workspace, who)}` },
    body: JSON.stringify(body),
  });
  return (await response.json()) as ActAnswer;
}

/** Types a slash command in a channel. */
export function type(workspace: Workspace, who: string, channel: string, text: string): Promise<ActAnswer> {
  return act(workspace, who, 'command', { channel: workspace.channels[channel], command: '/earshot', text });
}

/** All this person can see. */
export async function look(workspace: Workspace, who: string, channel?: string): Promise<SandboxState> {
  const only = channel ? `&channel=${workspace.channels[channel]}` : '';
  const response = await fetch(`${workspace.url}/sandbox/state?token=${tokenOf(workspace, who)}${only}`);
  return (await response.json()) as SandboxState;
}

/** A channel's messages with replies and ephemeral ones, oldest first. */
export async function read(workspace: Workspace, who: string, channel: string): Promise<WireMessage[]> {
  const state = await look(workspace, who, channel);
  return state.messages[workspace.channels[channel] ?? ''] ?? [];
}

function tokenOf({ users }: Workspace, who: string): string {
  const person = users[who];
  if (!person) throw new Error(`There is no ${who} in this workspace.`);
  return person.token;
}
