// The demo company holds together: everybody it names exists, and its past lies in the past whatever day it is.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseAreas } from '../../src/catalog/areas.ts';
import { customersNamedIn } from '../../src/customers/speaker-names.ts';
import type { Customer } from '../../src/customers/store.ts';
import { areasFile } from '../../src/sandbox/company/areas.ts';
import {
  channels,
  companyJira,
  companyLinear,
  companySeed,
  digestChannel,
  engineers,
  listensIn,
} from '../../src/sandbox/company/company.ts';
import { customers } from '../../src/sandbox/company/customers.ts';
import { people } from '../../src/sandbox/company/people.ts';
import { tourMessages, tourRoles } from '../../src/sandbox/company/tour.ts';
import { loadBlockKit } from '../../src/sandbox/slack/blocks/check.ts';
import { sameBreathMinutes } from '../../src/steps/intake/intake.ts';

const handles = new Set(people.users.map(({ name }) => name));
const groups = new Set(people.usergroups!.map(({ handle }) => handle));
const week = Array.from({ length: 7 }, (_, n) => new Date(Date.UTC(2026, 2, 9 + n, 6, 30)));

test('everybody who writes, reacts, owns or acts is somebody', () => {
  for (const { lines, members } of channels)
    for (const { by, thread = [], reactions = {} } of lines)
      for (const name of [by, ...thread.map((reply) => reply.by), ...Object.values(reactions).flat()])
        expect(handles.has(name) && (members ?? []).includes(name), `${name} is no member`).toBe(true);
  for (const { members = [] } of channels)
    for (const name of members) expect(handles.has(name) || name === 'app').toBe(true);
  for (const name of engineers) expect(groups.has(name) || handles.has(name)).toBe(true);
  for (const { owner } of customers) expect(handles.has(owner)).toBe(true);
  for (const name of Object.values(tourRoles)) expect(handles.has(name)).toBe(true);
});

test('areas.yml is valid, its owners exist, and its teams are in Linear or Jira', () => {
  const named: string[] = [];
  const file = areasFile((handle) => {
    named.push(handle);
    return 'U012345';
  });
  const parsed = parseAreas(file, 'areas.yml');
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  for (const handle of named) expect(handles.has(handle) || groups.has(handle), handle).toBe(true);
  const teams = {
    linear: companyLinear.teams.map(({ key }) => key),
    jira: companyJira.projects.map(({ key }) => key),
  };
  for (const { target } of parsed.catalog.areas) expect(teams[target!.tracker]).toContain(target!.team);
  expect(parsed.catalog.areas.length).toBe(8);
});

test.each(week)('seen on %s, all was said before, and nobody’s messages run together', (now) => {
  for (const { name, messages = [] } of companySeed(now).channels) {
    const times = messages.map(({ at }) => Date.parse(at));
    expect(Math.max(0, ...times)).toBeLessThan(now.getTime());
    messages.forEach((message, n) => {
      const before = messages[n - 1];
      if (before?.author !== message.author) return;
      const minutes = (Date.parse(message.at) - Date.parse(before.at)) / 60_000;
      expect(minutes, `${name}: ${message.text} ${JSON.stringify(message.attachments)}`).toBeGreaterThan(
        sameBreathMinutes,
      );
    });
  }
});

test('what apps post is Block Kit that Slack accepts', async () => {
  const blockKit = await loadBlockKit();
  for (const { lines } of channels)
    for (const { blocks } of lines) if (blocks) expect(blockKit.message(blocks)).toEqual([]);
});

test('a customer is known by name, team or domain, and by one only', () => {
  const rows = customers.map(({ name }) => ({ name }) as Customer);
  for (const { name } of customers)
    expect(customersNamedIn(`${name} says so`, rows).map((c) => c.name)).toEqual([name]);
  const domains = customers.flatMap((customer) => customer.domains);
  expect(new Set(domains).size).toBe(domains.length);
  const teams = new Set(people.otherTeams!.map(({ domain }) => domain));
  for (const { slackTeam } of customers) if (slackTeam) expect(teams.has(slackTeam)).toBe(true);
});

test('the tour writes where its people are, of customers that exist', () => {
  for (const { channel, as, expect: wanted } of tourMessages) {
    expect(channels.find(({ name }) => name === channel)?.members).toContain(as);
    if (wanted.feedback && wanted.customer)
      expect(customers.map(({ name }) => name)).toContain(wanted.customer);
  }
  for (const name of [...listensIn, digestChannel]) expect(channels.map((c) => c.name)).toContain(name);
});

test('the areas.yml that people copy is valid', () => {
  const example = parseAreas(readFileSync('areas.example.yml', 'utf8'), 'areas.example.yml');
  expect(example).toMatchObject({ ok: true });
});
