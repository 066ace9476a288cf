// Where an issue's link leads in the sandbox: the issue as plain text, so that no link in Slack is dead.
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Box } from './box.ts';
import { issueUrl } from './fields.ts';
import { issueView } from './view.ts';
import { findIssue, identifierOf } from './world.ts';

export function issuePage(c: Context, box: Box, identifier: string): Response | Promise<Response> {
  const row = findIssue(box.world, identifier);
  if (!row) return c.text('No such issue.', 404);
  const issue = issueView(box, row);
  const related = issue.relatedIds.flatMap((id) => findIssue(box.world, id) ?? []);
  return c.html(html`<!doctype html><meta charset="utf-8"><title>${issue.identifier} ${issue.title}</title>
<style>body{font:15px/1.5 system-ui;max-width:46rem;margin:3rem auto;padding:0 1rem}pre{white-space:pre-wrap;font:inherit}</style>
<p>${issue.identifier} · ${issue.stateName} · ${issue.priorityLabel}</p><h1>${issue.title}</h1>
<pre>${issue.description}</pre>
<ul>${related.map((it) => html`<li>Related to <a href="${issueUrl(box.world, it, box.base)}">${identifierOf(box.world, it)}</a></li>`)}</ul>
<ul>${issue.attachments.map((it) => html`<li><a href="${it.url}">${it.title}</a> ${it.subtitle ?? ''}</li>`)}</ul>`);
}
