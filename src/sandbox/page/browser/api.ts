// The calls the page makes: Slack's real Web API as the acting person, and what only a client does under /sandbox/.
import type {
  ActAnswer,
  ActClick,
  ActClose,
  ActCommand,
  ActDismiss,
  ActOpenHome,
  ActShortcut,
  ActSubmit,
  ActSuggest,
  SandboxState,
} from '../../slack/wire.ts';

type Acts = {
  command: ActCommand;
  click: ActClick;
  suggest: ActSuggest;
  submit: ActSubmit;
  close: ActClose;
  shortcut: ActShortcut;
  'open-home': ActOpenHome;
  dismiss: ActDismiss;
};

/** An answer with `ok: false`; `code` is Slack's own word, e.g. `not_in_channel`. */
export class RefusedCall extends Error {
  override name = 'RefusedCall';
  readonly code: string;
  constructor(code: string) {
    super(inWords(code));
    this.code = code;
  }
}

type Answer = { ok: boolean; error?: string; [field: string]: unknown };

export type SlackApi = {
  readonly token: string;
  /** Throws `RefusedCall`, or a TypeError when the server cannot be reached. */
  call(method: string, args: Record<string, string | number | undefined>): Promise<Answer>;
  /** Answers with `ok: false` are returned: what they mean depends on the act. */
  act<A extends keyof Acts>(act: A, body: Acts[A]): Promise<ActAnswer>;
  state(channel?: string): Promise<SandboxState>;
  /** Sends a file's bytes without showing it anywhere; its id. */
  store(file: File): Promise<string>;
  upload(file: File, to: { channel: string; threadTs?: string | undefined; comment: string }): Promise<void>;
};

export function slackApi(slackUrl: string, token: string): SlackApi {
  const authorization = { Authorization: `Bearer ${token}` };
  const call: SlackApi['call'] = async (method, args) => {
    const answer = (await fetchJson(`${slackUrl}/api/${method}`, {
      method: 'POST',
      headers: authorization,
      body: new URLSearchParams(
        Object.entries(args).flatMap(([name, value]) => (value === undefined ? [] : [[name, `${value}`]])),
      ),
    })) as Answer;
    if (!answer.ok) throw new RefusedCall(answer.error ?? 'unknown_error');
    return answer;
  };
  return {
    token,
    call,
    act: (act, body) =>
      fetchJson(`${slackUrl}/sandbox/act/${act}`, {
        method: 'POST',
        headers: { ...authorization, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }) as Promise<ActAnswer>,
    state: (channel) => {
      const query = new URLSearchParams({ token, ...(channel ? { channel } : {}) });
      return fetchJson(`${slackUrl}/sandbox/state?${query}`) as Promise<SandboxState>;
    },
    store: async (file) => {
      const id = await sendBytes(call, file);
      await call('files.completeUploadExternal', { files: JSON.stringify([{ id, title: file.name }]) });
      return id;
    },
    upload: async (file, to) => {
      const id = await sendBytes(call, file);
      await call('files.completeUploadExternal', {
        files: JSON.stringify([{ id, title: file.name }]),
        channel_id: to.channel,
        thread_ts: to.threadTs,
        initial_comment: to.comment || undefined,
      });
    },
  };
}

/** Slack's external upload: ask for an address, send the bytes there; a second call says where the file belongs. */
async function sendBytes(call: SlackApi['call'], file: File): Promise<string> {
  const place = await call('files.getUploadURLExternal', { filename: file.name, length: file.size });
  const sent = await fetch(`${place.upload_url}`, { method: 'POST', body: file });
  if (!sent.ok) throw new RefusedCall('upload_failed');
  return `${place.file_id}`;
}

/** Throws when the server cannot be reached or answers something else than JSON. */
export async function fetchJson(url: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(url, init);
  if (response.status === 429) throw new RefusedCall('ratelimited');
  if (response.status >= 500) throw new RefusedCall(`server answered ${response.status}`);
  return response.json();
}

const words: Record<string, string> = {
  not_in_channel: 'You are not a member of this channel.',
  channel_not_found: 'This channel does not exist, or you may not see it.',
  message_not_found: 'This message was deleted.',
  cant_delete_message: 'You may delete only your own messages.',
  cant_update_message: 'You may edit only your own messages.',
  msg_too_long: 'This message is too long. Send it in parts.',
  no_text: 'A message needs some text.',
  is_archived: 'This channel is archived.',
  ratelimited: 'Too fast. Wait a few seconds and try again.',
  already_reacted: 'You have reacted with this already.',
  invalid_name: 'There is no such emoji here.',
  restricted_action: 'Your role does not allow this.',
  user_is_restricted: 'Guests may not do this.',
  invalid_auth: 'The server does not know this person. Reload the page.',
  token_revoked: 'The server no longer knows this person. Reload the page.',
  dispatch_failed: 'The app did not answer properly. Is Earshot running?',
  operation_timeout: 'The app did not answer within three seconds.',
  upload_failed: 'The file could not be uploaded.',
};

/** Slack's error code as a sentence; an unknown code is shown as it is. */
export const inWords = (code: string): string => words[code] ?? `That did not work (${code}).`;
