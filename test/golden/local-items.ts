// What people say about a made-up suite for teams (calendar, files, chat, search, plans, sign-in, phone app, API), written
// for this test: what a careful reader would make of each message. `kinds` in the order of the findings.
import type { AreaHint, Kind, Severity } from '../../src/steps/analyze/analysis.ts';

export type GoldenItem = {
  text: string;
  lang: string;
  /** Empty: no feedback. */
  kinds: Kind[];
  /** Of the first finding. */
  area?: string | null;
  severity?: Severity;
  mood?: 'glad' | 'upset';
  churn?: true;
  affects?: string[];
  cause?: true;
};

export const goldenAreas: AreaHint[] = [
  {
    key: 'calendar',
    name: 'Calendar',
    description: 'Events, invitations, recurring meetings, time zones and reminders',
    words: [
      'calendar',
      'event',
      'meeting',
      'reminder',
      'invite',
      'time zone',
      'recurring',
      'Kalender',
      'Termin',
      'calendrier',
      'calendario',
    ],
  },
  {
    key: 'files',
    name: 'Files',
    description: 'Uploading, sharing, previewing and syncing documents',
    words: [
      'file',
      'folder',
      'upload',
      'sync',
      'document',
      'preview',
      'attachment',
      'Datei',
      'Ordner',
      'fichier',
      'archivo',
      'arquivo',
      'bestand',
    ],
  },
  {
    key: 'chat',
    name: 'Chat',
    description: 'Messages, threads, mentions, notifications and emoji',
    words: [
      'message',
      'thread',
      'mention',
      'notification',
      'emoji',
      'channel',
      'Nachricht',
      'message',
      'mensaje',
      'mensagem',
      'messaggio',
    ],
  },
  {
    key: 'search',
    name: 'Search',
    description: 'Finding messages, people and documents, filters and ranking',
    words: ['search', 'filter', 'results', 'query', 'Suche', 'recherche', 'búsqueda', 'busca', 'ricerca'],
  },
  {
    key: 'plans',
    name: 'Plans and billing',
    description: 'Subscriptions, seats, cards, invoices and receipts',
    words: [
      'billing',
      'subscription',
      'seat',
      'card',
      'charge',
      'receipt',
      'plan',
      'price',
      'Rechnung',
      'facture',
      'factura',
      'abonnement',
    ],
  },
  {
    key: 'signin',
    name: 'Sign-in',
    description: 'Passwords, single sign-on, two-factor codes, sessions',
    words: [
      'login',
      'log in',
      'sign in',
      'password',
      'sso',
      'two-factor',
      '2fa',
      'session',
      'Anmeldung',
      'anmelden',
      'connexion',
      'contraseña',
      'senha',
    ],
  },
  {
    key: 'phone',
    name: 'Phone app',
    description: 'The apps for iPhone and Android, widgets and offline use',
    words: ['app', 'iphone', 'android', 'widget', 'offline', 'tablet', 'phone'],
  },
  {
    key: 'api',
    name: 'API',
    description: 'REST endpoints, webhooks, tokens, rate limits and client libraries',
    words: ['api', 'webhook', 'endpoint', 'token', 'rate limit', 'sdk', 'json'],
  },
];

const en = (kinds: Kind[], text: string, more: Partial<GoldenItem> = {}): GoldenItem => ({
  text,
  lang: 'en',
  kinds,
  ...more,
});
const of = (lang: string, kinds: Kind[], text: string, more: Partial<GoldenItem> = {}): GoldenItem => ({
  text,
  lang,
  kinds,
  ...more,
});

const bugs: GoldenItem[] = [
  en(
    ['bug'],
    'When I move a recurring meeting to another day, all the earlier ones disappear from the calendar.',
    { area: 'calendar' },
  ),
  en(['bug'], "Uploading a PDF over 20 MB ends with 'unknown error' and the file is gone.", {
    area: 'files',
  }),
  en(['bug'], 'The receipt shows the wrong VAT number since Monday.', { area: 'plans' }),
  en(['bug'], 'Search returns nothing for words with an umlaut, e.g. "Müller". Plain letters work.', {
    area: 'search',
  }),
  en(['bug'], 'I cannot log in with my Google account any more, it just sends me back to the start page.', {
    area: 'signin',
    severity: 'high',
  }),
  en(['bug'], 'Two-factor codes are rejected although the clock on my phone is right.', { area: 'signin' }),
  en(['bug'], 'The webhook for deleted messages is never sent. Created and edited ones arrive fine.', {
    area: 'api',
  }),
  en(['bug'], 'Your API returns 200 with an empty body when the token has expired, that should be a 401.', {
    area: 'api',
  }),
  en(
    ['bug'],
    'After the update to version 5.2.1 the Android app crashes as soon as I open a thread. Pixel 8, Android 15.',
    { severity: 'high', affects: ['5.2.1', 'Pixel 8', 'Android 15'], cause: true },
  ),
  en(['bug'], 'Dragging an event on Safari 17 drops it one hour too early.', {
    area: 'calendar',
    affects: ['Safari 17'],
  }),
  en(['bug'], 'We were charged twice for March. Please fix this urgently.', {
    area: 'plans',
    severity: 'critical',
  }),
  en(['bug'], 'All of our shared folders are gone after the migration. This is data loss, nobody can work!', {
    area: 'files',
    severity: 'critical',
    mood: 'upset',
  }),
  en(['bug'], 'Typo in the reminder mail: "recieve" instead of "receive".', {
    area: 'calendar',
    severity: 'low',
  }),
  en(['bug'], 'mentions dont notify me when the channel is muted but i set "always notify" in settings', {
    area: 'chat',
  }),
  en(['bug'], 'The widget on my iPhone still shows yesterday until I open the app.', { area: 'phone' }),
  en(['bug'], 'Time zone of invited guests is ignored, everybody gets our office time.', {
    area: 'calendar',
  }),
  en(['bug'], 'Emoji reactions do not show on Firefox 128, only an empty box.', {
    area: 'chat',
    affects: ['Firefox 128'],
  }),
  en(['bug'], 'Filter by date is broken: "last 7 days" shows results from last year.', { area: 'search' }),
  en(['bug'], 'A guest could open a private document through the preview link. This is a security problem!', {
    area: 'files',
    severity: 'critical',
  }),
  en(['bug'], 'Password reset mail never arrives, checked spam too. Tried four times.', { area: 'signin' }),
  en(['bug'], 'When exporting a chat, messages with attachments are missing from the file.'),
  en(['bug'], 'The seat counter says 41 but we only have 38 people. Removing someone does nothing.', {
    area: 'plans',
  }),
  en(['bug'], 'Editing a message on the phone duplicates it for everyone else.', {}),
  en(
    ['bug'],
    'SDK 3.4.0 throws a TypeError when a webhook payload has no "actor" field. Probably because the field became optional.',
    { area: 'api', cause: true },
  ),
  en(['bug'], 'Preview of .xlsx is blank. Worked before the redesign.', { area: 'files' }),
];

const performance: GoldenItem[] = [
  en(['performance'], 'Opening the calendar takes about 20 seconds with our 300 rooms.', {
    area: 'calendar',
  }),
  en(['performance'], 'Search has become terribly slow, I wait half a minute for results.', {
    area: 'search',
  }),
  en(['performance'], 'The app drains my battery, 30 % in two hours on an iPhone 14.', {
    area: 'phone',
    affects: ['iPhone 14'],
  }),
  en(['performance'], 'Uploads crawl at 100 KB per second although our line is fast.', { area: 'files' }),
  en(['performance'], 'Scrolling in long threads is really laggy since last week.', { area: 'chat' }),
  en(['performance'], 'The list endpoint needs 9 seconds to load 100 rows, p95 is even worse.', {
    area: 'api',
  }),
  en(['performance'], 'Signing in takes forever every morning around nine.', { area: 'signin' }),
  en(['performance'], 'Desktop client uses 4 GB of memory after a day, looks like a memory leak.', {}),
  en(['performance'], 'Folder sync is so slow that colleagues mail files instead.', { area: 'files' }),
];

const reliability: GoldenItem[] = [
  en(['reliability'], 'Chat is down again, third outage this month.', { area: 'chat', severity: 'critical' }),
  en(['reliability'], 'The API answers with 503 every few minutes, retries usually help.', { area: 'api' }),
  en(['reliability'], 'I get logged out at random, sometimes three times an hour.', { area: 'signin' }),
  en(['reliability'], 'File sync disconnects whenever the laptop wakes up, and only a restart helps.', {
    area: 'files',
  }),
  en(['reliability'], 'Webhooks are flaky: about one in fifty never comes.', { area: 'api' }),
  en(['reliability'], 'Reminders are unreliable. Half the time I get none.', { area: 'calendar' }),
  en(['reliability'], 'Video preview times out intermittently, reload fixes it.', { area: 'files' }),
  en(['reliability'], 'The Android app keeps disconnecting on mobile data.', { area: 'phone' }),
];

const usability: GoldenItem[] = [
  en(['usability'], 'It is really confusing that "archive" and "close" do different things to a channel.', {
    area: 'chat',
  }),
  en(['usability'], 'The button to add a guest to a meeting is hard to find, it took me ten minutes.', {
    area: 'calendar',
  }),
  en(['usability'], 'Too many clicks to share a folder: five dialogs for one person.', { area: 'files' }),
  en(['usability'], 'Grey text on grey background in the search filters is illegible for me.', {
    area: 'search',
  }),
  en(['usability'], 'The billing page is cluttered and I can not figure out what next month will cost.', {
    area: 'plans',
  }),
  en(['usability'], 'Unclear which password rules apply, the form only says "invalid" after submitting.', {
    area: 'signin',
  }),
  en(['usability'], 'Screen reader announces every emoji twice, very tedious in busy threads.', {
    area: 'chat',
  }),
  en(['usability'], 'The new layout on the tablet is clunky, everything important is buried in menus.', {
    area: 'phone',
  }),
  en(['usability'], 'Your API docs are misleading about pagination.', { area: 'api' }),
];

const wishes: GoldenItem[] = [
  en(['missing feature'], 'Would be great if events could have more than one colour.', {
    area: 'calendar',
    severity: 'low',
  }),
  en(['missing feature'], 'Please add dark mode to the phone app.', { area: 'phone' }),
  en(['missing feature'], 'I wish I could search inside PDF documents.', {}),
  en(['missing feature'], 'Could you add SAML sign-in for the small plan?', {}),
  en(['missing feature'], 'It would help us a lot to pay by bank transfer instead of card.', {
    area: 'plans',
  }),
  en(['missing feature'], 'Feature request: bulk delete endpoint in the API.', { area: 'api' }),
  en(['missing feature'], 'There is no option to mute a single thread.', { area: 'chat' }),
  en(
    ['missing feature'],
    'We need a way to lock a folder for audits. Right now we do it by hand every week.',
    { area: 'files', severity: 'medium' },
  ),
  en(['missing feature'], 'Any plans to support CalDAV? Our rooms live in another system.', {}),
  en(['missing feature'], 'Add keyboard shortcuts for the message composer', { area: 'chat' }),
  en(['missing feature'], 'The only thing missing is an offline mode on Android.', { area: 'phone' }),
  en(['missing feature'], 'Support passkeys, please.', {}),
  en(['missing feature'], 'Suggestion: let admins export the list of seats as CSV.', { area: 'plans' }),
  en(['missing feature'], 'Webhook signatures should support key rotation.', { area: 'api' }),
  en(['missing feature'], "We'd love to see saved searches we can share with the team.", { area: 'search' }),
];

const questions: GoldenItem[] = [
  en(['question'], 'How do I change the time zone of a single event?', { area: 'calendar', severity: 'low' }),
  en(['question'], 'Where can I find my old receipts?', { area: 'plans' }),
  en(['question'], 'Is it possible to restore a deleted folder?', { area: 'files' }),
  en(['question'], 'What does the yellow dot next to a mention mean?', { area: 'chat' }),
  en(['question'], 'Which rate limit applies to the export endpoint?', { area: 'api' }),
  en(['question'], 'Can I use the same two-factor device for two accounts?', { area: 'signin' }),
  en(['question'], 'does the widget work on tablets?', { area: 'phone' }),
  en(['question'], 'Does anyone know how many seats the team plan includes?', { area: 'plans' }),
  en(['question'], 'How long are search results kept in the history?', { area: 'search' }),
];

const praise: GoldenItem[] = [
  en(['praise'], 'Love the new calendar, finding a free slot is so easy now!', {
    area: 'calendar',
    severity: 'low',
    mood: 'glad',
  }),
  en(['praise'], 'Search is much faster than last year, great work!', { area: 'search', mood: 'glad' }),
  en(['praise'], 'The webhook documentation is excellent, we were done in an hour.', {
    area: 'api',
    mood: 'glad',
  }),
  en(['praise'], 'Really happy with the file previews, they save us a lot of time.', {
    area: 'files',
    mood: 'glad',
  }),
  en(['praise'], 'Best chat tool we have ever used. Thank you for the threads!', {
    area: 'chat',
    mood: 'glad',
  }),
  en(['praise'], 'The Android app is beautiful and works perfectly.', { area: 'phone', mood: 'glad' }),
  en(['praise'], 'Kudos to the billing team, the refund came within a day.', { area: 'plans', mood: 'glad' }),
  en(['praise'], 'Signing in with a fingerprint is brilliant.', { area: 'signin', mood: 'glad' }),
];

const leaving: GoldenItem[] = [
  en(['reliability'], 'If chat goes down one more time we are switching to a competitor.', {
    area: 'chat',
    churn: true,
  }),
  en(['bug'], 'Sync is broken for the fifth time. I want to cancel our subscription and get my money back.', {
    churn: true,
    mood: 'upset',
  }),
  en(
    ['missing feature'],
    'Without SSO this is a deal breaker for us, we are evaluating other tools. Please add it to the basic plan.',
    { churn: true },
  ),
  en(['performance'], 'Search is so slow that the team is looking for alternatives.', {
    area: 'search',
    churn: true,
  }),
];

const twoThings: GoldenItem[] = [
  en(
    ['bug', 'missing feature'],
    'The preview of spreadsheets is blank. Also, please add a way to sort folders by size.',
    {},
  ),
  en(
    ['praise', 'bug'],
    'The new calendar view looks great for planning rooms. However, reminders are sent an hour late.',
    {},
  ),
  en(['performance', 'usability'], '- Search takes 15 seconds to load\n- The filter panel is confusing', {
    area: 'search',
  }),
  en(
    ['bug', 'missing feature'],
    'Hi there,\n1. Login with SSO fails with error 80\n2. Can you add dark mode to the phone app?\nThanks',
    {},
  ),
  en(['bug', 'bug'], '1) Receipts show the wrong address.\n2) Mentions in threads do not notify anyone.', {}),
  en(
    ['missing feature', 'reliability'],
    'It would be nice to pin files in a channel. Another thing: webhooks time out every few minutes since Friday.',
    {},
  ),
];

const noisy: GoldenItem[] = [
  en(['bug'], 'ugh :face_with_rolling_eyes: calendar invite links r broken AGAIN <@U04AB12>', {
    area: 'calendar',
    mood: 'upset',
  }),
  en(['bug'], 'yo the app keeps freezing when i open a big folder lol', {}),
  en(['performance'], 'anyone else?? search sooo slow today :snail: :snail:', { area: 'search' }),
  en(['bug'], 'customer on the phone: cant pay, card declined but bank says ok. 3rd one today', {
    area: 'plans',
  }),
  en(
    ['missing feature'],
    'client acme asked again 4 recurring reminders w/ custom interval, pls add :pray:',
    { area: 'calendar' },
  ),
  en(
    ['bug'],
    'fyi <https://status.example.com|status page> says all fine but upload fails w/ 413 for everybody here',
    { area: 'files' },
  ),
  en(['question'], 'qq - how do i revoke an api token??', { area: 'api' }),
  en(['praise'], 'omg the new emoji picker is awesome :heart_eyes:', { area: 'chat', mood: 'glad' }),
  en(['usability'], 'honestly the share dialog for folders... so confusing, clicked the wrong thing 3x', {
    area: 'files',
  }),
  en(['bug'], 'login loop. login loop. login loop. on edge 126 only', { area: 'signin' }),
];

const mails: GoldenItem[] = [
  en(
    ['bug'],
    '---------- Forwarded message ---------\nFrom: Dana Whitfield <dana@harbourlight.example>\nDate: Tue, 4 Mar 2025 at 09:12\nSubject: Calendar import\nTo: <help@suite.example>\n\nHello support,\n\nimporting our old calendar fails with the message "row 14 is invalid",\nbut row 14 looks like all the others. We need this before Friday.\n\nKind regards,\nDana Whitfield\nOffice manager, Harbourlight\n+44 20 7946 0000',
    { area: 'calendar' },
  ),
  en(
    ['missing feature'],
    'Fwd: a wish\n\n> Dear team,\n> it would be great to have a read-only role for auditors in shared folders.\n> At the moment we print documents for them.\n> Best regards,\n> Omar',
    { area: 'files' },
  ),
  en(
    ['performance'],
    'Subject: slow search\n\nHi,\n\nsearch over all channels needs more than a minute since you moved us to the new cluster.\n\nOn Mon, 3 Mar 2025, Support wrote:\n> Is it still slow?\n> Please send a screenshot.',
    { area: 'search', cause: true },
  ),
  of(
    'de',
    ['bug'],
    '-----Ursprüngliche Nachricht-----\nVon: Jana Probst\nGesendet: Montag, 3. März 2025\nAn: Hilfe\nBetreff: Rechnung\n\nGuten Tag,\n\nauf der Rechnung für Februar steht die falsche Adresse.\n\nMit freundlichen Grüßen\nJana Probst',
    { area: 'plans' },
  ),
  en(
    ['question'],
    'Hi team,\n\nhow can I download all invoices of last year at once?\n\nThanks,\nMiguel\n-- \nMiguel Ortega\nCFO',
    { area: 'plans' },
  ),
  en(
    ['praise'],
    'Dear all,\n\nI just wanted to say that the move to the new files area went perfectly. Great job!\n\nBest,\nIngrid',
    { area: 'files', mood: 'glad' },
  ),
];

const logs: GoldenItem[] = [
  en(
    ['bug'],
    "Sync client stops with this error after login:\n```\n2025-03-04T08:11:02Z ERROR sync: EPERM operation not permitted, rename 'a.tmp'\n    at Object.rename (node:fs:1012:3)\n    at SyncQueue.flush (/opt/sync/queue.js:88:14)\n```\nWindows 11, client 4.8.0",
    { area: 'files', affects: ['Windows 11', '4.8.0'] },
  ),
  en(
    ['bug'],
    'Webhook deliveries fail, our log says:\n2025-03-04 10:00:01 WARN  delivery 8812 rejected status=400\n2025-03-04 10:00:03 WARN  delivery 8813 rejected status=400',
    { area: 'api' },
  ),
  en(
    ['bug'],
    "The Python client crashes when a channel has no topic.\nTraceback (most recent call last):\n  File \"bot.py\", line 12, in <module>\n    print(ch.topic.value)\nAttributeError: 'NoneType' object has no attribute 'value'",
    { area: 'api' },
  ),
  en(
    ['reliability'],
    'Sign-in times out for everybody in the Oslo office:\njava.net.SocketTimeoutException: Read timed out\n\tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:283)',
    { area: 'signin' },
  ),
  en([], '```\n2025-03-04T08:11:02Z INFO started\n2025-03-04T08:11:03Z INFO listening on 8080\n```'),
];

const world: GoldenItem[] = [
  of('de', ['bug'], 'Der Kalender zeigt Termine doppelt an, das ist ein Fehler seit dem letzten Update.', {
    area: 'calendar',
    cause: true,
  }),
  of('de', ['bug'], 'Ich kann mich nicht mehr anmelden, das Passwort wird immer abgelehnt.', {
    area: 'signin',
    severity: 'high',
  }),
  of('de', ['performance'], 'Die Suche ist sehr langsam geworden.', { area: 'search' }),
  of('de', ['missing feature'], 'Es wäre schön, wenn man Ordner sperren könnte.', { area: 'files' }),
  of('de', ['question'], 'Wie kann ich eine Datei wiederherstellen?', { area: 'files' }),
  of('de', ['praise'], 'Super App, wir sind sehr zufrieden!', { mood: 'glad' }),
  of('de', ['usability'], 'Die Einstellungen für Nachrichten sind unübersichtlich und verwirrend.'),
  of('fr', ['bug'], "Impossible d'ouvrir un fichier partagé, la page reste blanche.", { area: 'files' }),
  of('fr', ['performance'], 'La recherche est trop lente depuis la dernière mise à jour.', {
    area: 'search',
    cause: true,
  }),
  of('fr', ['missing feature'], 'Ce serait bien de pouvoir ajouter des couleurs dans le calendrier.', {
    area: 'calendar',
  }),
  of('fr', ['question'], 'Comment puis-je télécharger ma facture ?', { area: 'plans' }),
  of('fr', ['praise'], "J'adore cette application, elle est parfaite pour notre équipe.", { mood: 'glad' }),
  of('fr', ['reliability'], 'La messagerie est en panne depuis ce matin, personne ne peut travailler.', {
    severity: 'critical',
  }),
  of('es', ['bug'], 'No puedo subir archivos, siempre aparece un error.', { area: 'files' }),
  of('es', ['missing feature'], 'Sería genial poder buscar por fecha.', {}),
  of('es', ['question'], '¿Cómo puedo cambiar mi contraseña?', { area: 'signin' }),
  of('es', ['bug'], 'Nos han cobrado dos veces la factura de marzo, es urgente.', {
    area: 'plans',
    severity: 'critical',
  }),
  of('es', ['praise'], 'Me encanta el nuevo calendario, muy útil.', { area: 'calendar', mood: 'glad' }),
  of('pt', ['bug'], 'Não consigo abrir o arquivo no celular, o aplicativo trava.', {}),
  of('pt', ['missing feature'], 'Seria ótimo ter um modo escuro no aplicativo.', {}),
  of('pt', ['performance'], 'A busca está muito lenta, demora um minuto.', { area: 'search' }),
  of('it', ['bug'], 'Non riesco a caricare i documenti, esce sempre un errore.', {}),
  of('it', ['praise'], 'Ottima applicazione, molto utile per il nostro lavoro.', { mood: 'glad' }),
  of('it', ['question'], 'Come posso cancellare un messaggio?', { area: 'chat' }),
  of('nl', ['bug'], 'Het uploaden van een bestand werkt niet meer sinds gisteren.', { area: 'files' }),
  of('nl', ['missing feature'], 'Het zou fijn zijn als we mappen konden vergrendelen.', {}),
  of('pl', ['bug'], 'Nie mogę się zalogować, ciągle pojawia się błąd.', {}),
  of('ru', ['bug'], 'Не работает поиск по файлам, всегда пустой список.', {}),
  of('ru', ['missing feature'], 'Добавьте, пожалуйста, темную тему в приложение.', {}),
  of('tr', ['bug'], 'Uygulama açılmıyor, sürekli hata veriyor.', {}),
  of('ja', ['bug'], 'ファイルをアップロードするとエラーになり、保存できません。', {}),
  of('ja', ['missing feature'], 'カレンダーに祝日を表示できるようにしてほしいです。', {}),
  of('zh', ['bug'], '打不开共享文件夹，一直报错。', {}),
  of('zh', ['missing feature'], '希望能增加深色模式。', {}),
  of('ko', ['bug'], '로그인이 안 됩니다. 계속 오류가 나요.', {}),
];

const nothing: GoldenItem[] = [
  ...[
    'Good morning everyone!',
    'hi team :wave:',
    'Thanks a lot!',
    'thx, works now :+1:',
    'ok',
    '+1',
    'lol',
    '<@U012AB3CD> has joined the channel',
    'set the channel topic: Feedback from customers',
    ':tada: :tada:',
    'https://example.com/page',
    '<@U012AB3CD>',
    'Lunch at 12:30 in the kitchen?',
    'Happy birthday Nina!! :cake:',
    'The stand-up moves to 10:15 tomorrow',
    'I am on vacation until Tuesday, Ravi covers for me',
    'Please welcome Sofia, she joins our design team today!',
    'Deployed 4.8.1 to staging, tests pass',
    "I'll look into it after the meeting",
    'Merged the PR, closing this',
    'Can someone book a meeting room for Thursday?',
    'who is in the office today?',
    'brb',
    'sounds good, see you at 3',
    'Sent the slides to Maria',
  ].map((text) => ({ text, lang: 'en', kinds: [] as Kind[] })),
  of('de', [], 'Danke schön!'),
  of('fr', [], 'Bonjour à tous'),
  of('es', [], '¡Muchas gracias!'),
];

export const goldenItems: GoldenItem[] = [
  ...bugs,
  ...performance,
  ...reliability,
  ...usability,
  ...wishes,
  ...questions,
  ...praise,
  ...leaving,
  ...twoThings,
  ...noisy,
  ...mails,
  ...logs,
  ...world,
  ...nothing,
];
