// The model that is configured, if any.

import type { Limits } from './budget.ts';
import { makeClaude } from './claude.ts';
import type { ClaudeOptions } from './claude-call.ts';
import type { BulkModel, Spending } from './port.ts';

/** Undefined without a key: the local analyzer does the work. */
export function makeModel(
  configured: (ClaudeOptions & Limits) | undefined,
  spending: Spending,
): BulkModel | undefined {
  return configured && makeClaude(configured, spending);
}
