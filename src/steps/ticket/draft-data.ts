// What a ticket's text is made from.
import type { Kind } from '../analyze/analysis.ts';
import type { Band } from '../prioritize/bands.ts';
import type { Explanation } from '../prioritize/explain.ts';

export type DraftData = {
  theme: { number: number; title: string; startedAt: Date; newestAt: Date };
  area: { name: string; owners: string[]; code: string[] } | null;
  /** What most of its reports are. */
  kind: Kind;
  band: Band;
  explanation: Explanation | null;
  reports: number;
  /** Those who said it, most important first; authors of unknown companies are counted in `unknownCustomers`. */
  customers: DraftCustomer[];
  unknownCustomers: number;
  /** Distinct customers by week, oldest first, this week last. */
  weekly: number[];
  /** Distinct customers of the last 28 days. */
  customersIn28Days: number;
  affects: string[];
  /** Stated by customers or found by us, each with what supports it. */
  causes: { says: string; evidence: string }[];
  /** What the analysis of its most telling report would change, when a model read it. */
  recommendation: { change: string; check: string } | null;
  /** What a model wrote of all its reports; everything in it was checked. */
  written: Written | null;
  /** Plain text, the most telling first. */
  quotes: DraftQuote[];
  /** The finished ticket that this one follows up. */
  follows: { key: string; url: string; completedAt: Date | null; reportsSince: number } | null;
  /** Where it was asked for. */
  askedBy: string;
  link: string | null;
  asOf: Date;
};

export type DraftQuote = { text: string; customerName: string | null; saidAt: Date; link: string | null };

export type DraftCustomer = {
  name: string;
  segment: string | null;
  /** Null when unknown, or when revenue does not belong into the tracker. */
  annualRevenue: number | null;
  /** Of the revenue: `EUR`. */
  currency: string | null;
  reports: number;
};

/** Empty where nothing usable was written. */
export type Written = {
  title: string;
  problem: string;
  change: string;
  alternative: string;
  criteria: string[];
  /** The model's name, for people. */
  by: string;
};
