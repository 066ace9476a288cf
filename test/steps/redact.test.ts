// Private details are replaced by words that keep the sentence readable; what only looks like them stays.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { redact } from '../../src/text/redact.ts';
import { cpuMsOf } from '../cpu.ts';

/** Joined here, so that no scanner takes our examples for leaked keys. */
const key = (...parts: string[]) => parts.join('');
const letters = 'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY';

describe('people and places', () => {
  test.each([
    ['Write to anna.schmidt@kunde.de please', 'Write to [e-mail] please'],
    ['<mailto:a@b.co|a@b.co>', '<mailto:[e-mail]|[e-mail]>'],
    ["o'neil+test@mail.example.co.uk.", '[e-mail].'],
    ['jürgen@müller.de', '[e-mail]'],
    ['a@x.com and b@x.com and A@x.com', '[e-mail 1] and [e-mail 2] and [e-mail 1]'],
    ['bob (at) acme (dot) com', '[e-mail]'],
    ['call +49 30 1234567 today', 'call [phone] today'],
    ['+1 (415) 555-2671 x5', '[phone] x5'],
    ['(415) 555-2671', '[phone]'],
    ['415-555-2671 or 415.555.2671', '[phone] or [phone]'],
    ['0033 1 42 68 53 00', '[phone]'],
    ['01 42 68 53 00', '[phone]'],
    ['Handy 0170 1234567', 'Handy [phone]'],
    ['030/1234567', '[phone]'],
    ['07700 900123', '[phone]'],
    ['Tel.: 12 34 56 78', 'Tel.: [phone]'],
    ['my mobile number is 5551234567', 'my mobile number is [phone]'],
    ['call me at 555 0142 33', 'call me at [phone]'],
    ['we sit at 1600 Amphitheatre Pkwy, Mountain View, CA 94043', 'we sit at [address]'],
    ['221B Baker Street, London NW1 6XE', '[address]'],
    ['ship to 12 Oak Avenue, Apt 4', 'ship to [address]'],
    ['Hauptstraße 12a, 10115 Berlin', '[address]'],
    ['12 rue de la Paix, 75002 Paris', '[address]'],
    ['Calle Mayor 5, 28013 Madrid', '[address]'],
    ['P.O. Box 1234', '[address]'],
    ['SSN 123-45-6789', 'SSN [ID number]'],
    ['client ip 81.2.69.142 was blocked', 'client ip [IP address] was blocked'],
    ['requests from 81.2.69.142:443', 'requests from [IP address]:443'],
    ['2a00:1450:4001:82a::200e', '[IP address]'],
  ])('%j becomes %j', (text, shown) => {
    expect(redact(text).text).toBe(shown);
  });
});

describe('money', () => {
  test.each([
    ['4111 1111 1111 1111', '[card]'],
    ['my card 4111111111111111 was charged', 'my card [card] was charged'],
    ['5500-0000-0000-0004', '[card]'],
    ['2221 0000 0000 0009', '[card]'],
    ['3782 822463 10005', '[card]'],
    ['6011111111111117 and 30569309025904', '[card 1] and [card 2]'],
    ['3530 1113 3330 0000', '[card]'],
    ['DE89 3704 0044 0532 0130 00 is mine', '[IBAN] is mine'],
    ['GB29NWBK60161331926819', '[IBAN]'],
    ['fr14 2004 1010 0505 0001 3m02 606', '[IBAN]'],
    ['NL91ABNA0417164300, thanks', '[IBAN], thanks'],
    ['CH93 0076 2011 6238 5295 7', '[IBAN]'],
  ])('%j becomes %j', (text, shown) => {
    expect(redact(text).text).toBe(shown);
  });
});

describe('keys, tokens and passwords', () => {
  test.each([
    ['Slack bot token', key('xox', 'b-1234567890-1234567890-', letters)],
    ['Slack app token', key('xap', 'p-1-A012345-123456-', letters)],
    ['GitHub token', key('gh', 'p_', letters, 'abcd')],
    ['GitHub fine-grained token', key('github_', 'pat_', letters, '_', letters)],
    ['GitLab token', key('glp', 'at-', letters)],
    ['AWS access key', key('AKI', 'A', 'IOSFODNN7EXAMPLE')],
    ['Stripe key', key('sk_', 'live_', letters)],
    ['Stripe webhook secret', key('whs', 'ec_', letters)],
    ['Google API key', key('AI', 'za', letters, 'abc')],
    ['Google OAuth token', key('ya', '29.', letters)],
    ['Anthropic key', key('sk-', 'ant-api03-', letters)],
    ['OpenAI project key', key('sk-', 'proj-', letters)],
    ['OpenAI key', key('sk-', letters)],
    ['npm token', key('np', 'm_', letters, 'abcd')],
    ['SendGrid key', key('S', 'G.', letters, '.', letters)],
    ['Linear key', key('lin_', 'api_', letters)],
    ['Atlassian token', key('ATA', 'TT3', letters)],
    ['Telegram bot token', key('123456789:', 'AA', letters, 'a')],
    ['JSON web token', key('ey', 'JhbGciOiJIUzI1NiJ9.', 'eyJzdWIiOiIxMjM0In0.', letters)],
    [
      'RSA key',
      key('-----BEGIN RSA PRIV', 'ATE KEY-----\nMIIEow', letters, '\nabc+/=\n-----END RSA PRIVATE KEY-----'),
    ],
    ['key pasted without its end', key('-----BEGIN PRIV', 'ATE KEY-----\nMIIEow', letters)],
  ])('a %s is gone, whole', (_, secret) => {
    expect(redact(`before ${secret} after`).text.replace(/ after$/, '')).toBe('before [secret]');
  });

  test.each([
    ['Authorization: Bearer abcdef1234567890abcdef', 'Authorization: Bearer [secret]'],
    ['curl -H "authorization: Token 9944b09199c62bcf9418"', 'curl -H "authorization: Token [secret]"'],
    ['postgres://app:s3cr3t@db.acme.com:5432/x', 'postgres://app:[secret]@db.acme.com:5432/x'],
    ['API_KEY=9f8e7d6c5b4a39281706', 'API_KEY=[secret]'],
    ['"client_secret": "Zx81-qwErty-7788"', '"client_secret": "[secret]"'],
    ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEX', 'aws_secret_access_key = [secret]'],
    ['?access_token=a1b2c3d4e5f6a7b8&x=1', '?access_token=[secret]&x=1'],
    ['password: Hunter2!', 'password: [secret]'],
    ['my password is Tr0ub4dor&3', 'my password is [secret]'],
    ['the PIN is 4821.', 'the PIN is [secret].'],
    ['mot de passe : azerty99', 'mot de passe : [secret]'],
    [
      'https://hooks.slack.com/services/T0001/B0002/abcdefghijkl',
      'https://hooks.slack.com/services/[secret]',
    ],
    ['Set-Cookie: session_id=8f14e45fceea167a5a36', 'Set-Cookie: [secret]'],
  ])('%j becomes %j', (text, shown) => {
    expect(redact(text).text).toBe(shown);
  });
});

describe('what only looks private stays', () => {
  test.each([
    'order #100245 and ORD-2024-000123',
    'order 415-555-2671 never arrived',
    'Invoice no. 0170 1234567',
    'version 1.2.3.4 and Chrome 120.0.6099.109',
    'release 2024.11.05.1, update jackson version from 2.15.0.1 to 2.16.0.1',
    'https://ci.example/task/4111111111111111?logs=ci#L1609',
    'sid = h5s.create_simple(shape)',
    '2026-11-05T10:22:33.123Z',
    '2026-11-05 10:22:33 and 05.11.2026 and 11/05/2026',
    'ts 1700000000.123456 and 1700000000000',
    'commit 9fceb02d0ae598e95dc970b74767f19372d61af8',
    'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'md5 d41d8cd98f00b204e9800998ecf8427e',
    'request 550e8400-e29b-41d4-a716-446655440000 failed',
    'trace 4bf92f3577b34da6a3ce929d0e0e4736',
    'user U012AB3CD in C024BE91L of T0123456',
    '$1,299.00 and 1.299,00 € and 12 345 678 rows',
    'EUR 1 234 567,00',
    'ISBN 978-3-16-148410-0',
    'EAN 4006381333931',
    'card ending in 1111',
    '4111 1111 1111 1112 has a wrong check digit',
    'DE89 3704 0044 0532 0130 01 has a wrong check digit',
    'error 0x80070005 and HTTP 500',
    '10.0.0.12, 127.0.0.1 and host 192.168.1.4:8080',
    'MAC 00:1B:44:11:3A:B7',
    'aspect 1920x1080 at 59.94 Hz',
    '52.520008, 13.404954',
    'cron 0 9 * * 1',
    'iPhone 15 Pro Max, iOS 17.4.1',
    'npm i react@18.2.0 @types/node',
    'logo@2x.png is missing',
    'git@github.com:acme/app.git',
    'root@localhost',
    'PAY-123 blocks CHECKOUT-4567',
    'password is required',
    'The password reset mail never comes. Password: forgotten',
    'token expired, invalid token, token: null',
    'api key: not working',
    'secret: none',
    'on the Basic plan since January',
    'Bearer token missing in request',
    'scikit-learn and sk-learn',
    'task-management-software-for-large-teams',
    'sessions: 12345, token: 401',
    'password must have 8 characters',
    'phone 2024-11-05 10:22',
    'on mobile 12 of 300 tests fail',
    '3 Way Handshake and 404 Not Found',
    '10 Gigabit per second',
    '+12,500 users, +20 %, +100000000',
    '99.99% of 1000000000 requests',
    'ratio 3:1:2, time 12:34:56',
    'std::vector::iterator a::b::c::d',
    'line 123, column 45, 2001 items',
    'eyJ is how a token begins',
    '',
  ])('%j', (text) => {
    expect(redact(text)).toEqual({ text, found: [] });
  });
});

it('counts different values by kind', () => {
  expect(redact('a@x.de, b@x.de, a@x.de, +49 30 1234567, +49-30-1234567').found).toEqual([
    { kind: 'e-mail', count: 2 },
    { kind: 'phone', count: 1 },
  ]);
});

it('finds what stands glued to its like', () => {
  expect(redact('a@b.co+49 30 1234567+49 30 1234568+49 30 1234569+49 30 1234567').text).toBe(
    '[e-mail][phone 1][phone 2][phone 3][phone 1]',
  );
});

it('takes a list of addresses whole, and no placeholder for a word that says what follows', () => {
  expect(redact('from 81.2.69.142, 81.2.69.143 and 81.2.69.144').text).toBe(
    'from [IP address 1], [IP address 2] and [IP address 3]',
  );
  expect(redact('from [IP address], for 1.22.333.4').found).toEqual([]);
});

it('is done after one pass: nothing is left to find in what it returns', () => {
  const piece = fc.constantFrom(
    'a@b.co',
    ' ',
    ',',
    '+49 30 1234567',
    '4111111111111111',
    'password: Hunter2!',
    'token=',
    letters,
    '\n',
    'x',
    'GB29NWBK60161331926819',
    '12 Oak Avenue',
    '81.2.69.142',
    'from ',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const once = redact(pieces.join(''));
      expect(redact(once.text)).toEqual({ text: once.text, found: [] });
    }),
    { numRuns: 500 },
  );
});

test.each([
  'a',
  '1',
  '4',
  '1 ',
  '1-',
  '1.',
  'a@',
  'a.',
  '@',
  '+1',
  '+1 ',
  '0',
  '00',
  'token=',
  'password is ',
  'pin ',
  'eyJ',
  'eyJ-',
  'eyJaaaaaaaa.',
  'DE89',
  'DE89 ',
  'A1',
  ':',
  '2001:',
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN PRIVATE KEY-----\n-',
  'sk-',
  'sk-a',
  'ghp_',
  'Bearer ',
  'Authorization:',
  'http://a:',
  '://',
  '12 Oak ',
  'Hauptstra',
  '1 rue ',
  'Calle A',
  'tel',
  'call me ',
  '(at)',
  'a (at) ',
  '\n',
  ' ',
  'a_',
  'api_key',
  'x=',
  '[e-mail]',
  'é',
  '😀',
])('takes a megabyte of %j in linear time', (piece) => {
  const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
  expect(cpuMsOf(() => redact(text))).toBeLessThan(3_000);
});
