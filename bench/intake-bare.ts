// What there is to be compared with: a Bolt app that acknowledges every event and does nothing else. `http` or `socket`.
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';

const [, , transport] = process.argv;
const { SLACK_API_URL, SLACK_APP_TOKEN = '', SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET = '' } = process.env;
const port = Number(process.env.PORT);

const receiver =
  transport === 'http'
    ? new HTTPReceiver({ signingSecret: SLACK_SIGNING_SECRET, logLevel: LogLevel.ERROR })
    : new SocketModeReceiver({
        appToken: SLACK_APP_TOKEN,
        logLevel: LogLevel.ERROR,
        installerOptions: { clientOptions: { slackApiUrl: SLACK_API_URL ?? '' } },
      });
const app = new App({
  token: SLACK_BOT_TOKEN ?? '',
  receiver,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: SLACK_API_URL ?? '' },
});
app.event('message', async () => {});
app.event('reaction_added', async () => {});
await app.start(port);
console.log(`bare Bolt is listening at http://127.0.0.1:${port}. `);
