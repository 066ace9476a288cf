// What a list or a card quotes of a theme's newest reports: one quote a customer, and the customers' names. Pure.
import { plainName } from '../../customers/names.ts';
import type { Quote } from '../prioritize/card.ts';
import type { NewestReport } from '../theme/store-reports.ts';

/** So many of a theme's newest reports are looked at, however many it has. */
export const newestLookedAt = 40;

/** The newest first, one a customer. */
export function quotesOf(reports: NewestReport[], most: number): Quote[] {
  const seen = new Set<string>();
  const quotes: Quote[] = [];
  for (const row of reports) {
    const customer = row.customerId ?? row.authorKey ?? row.feedbackId;
    if (quotes.length === most || seen.has(customer)) continue;
    seen.add(customer);
    quotes.push({
      text: row.quotes[0] ?? row.summary,
      customerName: row.customerName ?? plainName(row.authorName),
      saidAt: row.saidAt,
      link: row.link,
    });
  }
  return quotes;
}

/** Those who spoke last come first. */
export function customerNamesOf(reports: NewestReport[]): string[] {
  return [...new Set(reports.flatMap((row) => row.customerName ?? []))];
}
