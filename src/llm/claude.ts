// Claude behind our port: structured answers, cached system blocks, one second chance when an answer does not fit.
import { newId } from '../lib/ids.ts';
import { createBreaker } from './breaker.ts';
import { createBudget, estimateOf, type Limits } from './budget.ts';
import { batchCalls } from './claude-batch.ts';
import {
  attempt,
  type Claude,
  type ClaudeOptions,
  connectClaude,
  defaultTimes,
  type FailedAttempt,
  readMessage,
} from './claude-call.ts';
import { readAnswer, requestBody, type SecondChance } from './claude-question.ts';
import {
  type Answer,
  AnswerRejected,
  addUsage,
  type BulkModel,
  noUsage,
  type Question,
  type Spending,
  type SpentCall,
  type Usage,
} from './port.ts';
import { costOf, priceOf } from './price.ts';

export function makeClaude(options: ClaudeOptions & Limits, spending: Spending): BulkModel {
  const { now } = spending;
  const breaker = createBreaker(now);
  const budget = createBudget(spending, options);
  const claude: Claude = {
    client: connectClaude(options),
    options,
    budget,
    now,
    attempt: (call, rule) => attempt(call, { breaker, options, now, ...rule }),
  };
  return {
    id: options.model,
    ask: (question) => ask(claude, question),
    ...batchCalls(claude),
    async state() {
      const open = breaker.openUntil();
      if (open) return { kind: 'broken', ...open };
      const state = await budget.state();
      return state.kind === 'ready' ? { ...state, note: priceNote(options.model) } : state;
    },
  };
}

function priceNote(model: string): string | undefined {
  const { price, known } = priceOf(model);
  if (known) return undefined;
  return `The price of ${model} is not known here: it is counted as $${price.input} / $${price.output} per million tokens.`;
}

async function ask<T>(claude: Claude, question: Question<T>): Promise<Answer<T>> {
  await claude.budget.check();
  const started = claude.now().getTime();
  const bill = openBill(claude, question);
  const rule = {
    deadline: started + (claude.options.askTimeoutMs ?? defaultTimes.askTimeoutMs),
    onFailed: bill.failed,
  };
  let second: SecondChance | undefined;
  for (;;) {
    const body = requestBody(claude.options, question, second);
    const said = await claude.attempt(
      async (signal) => readMessage(await claude.client.messages.create(body, { signal })),
      rule,
    );
    const read = readAnswer(said, question.schema);
    await bill.said(said.usage, read.kind === 'fits' ? 'answered' : 'rejected');
    if (read.kind === 'fits') {
      const seconds = (claude.now().getTime() - started) / 1000;
      return { value: read.value, model: said.model, ...bill.total(), seconds };
    }
    if (second || read.kind === 'declined') throw new AnswerRejected(read.why);
    second = { said: said.stopReason === 'max_tokens' ? undefined : said.text, why: read.why };
  }
}

/** Every call is written down as it happens; the sum goes with the answer. */
function openBill({ budget, options, now }: Claude, question: Question<unknown>) {
  const { price } = priceOf(options.model);
  const sum = { usage: noUsage, costUsd: 0, calls: 0 };
  const add = async (usage: Usage, costUsd: number, outcome: SpentCall['outcome']) => {
    sum.usage = addUsage(sum.usage, usage);
    sum.costUsd += costUsd;
    sum.calls += 1;
    const { name, version } = question;
    const call = { id: newId(), at: now(), question: name, version, model: options.model, outcome, costUsd };
    await budget.count({ ...call, ...usage });
  };
  return {
    said: (usage: Usage, outcome: SpentCall['outcome']) => add(usage, costOf(usage, price), outcome),
    failed: ({ billed }: FailedAttempt) => {
      const { usage, usd } = estimateOf(question, price);
      return add(usage, billed ? usd : 0, 'failed');
    },
    total: () => sum,
  };
}
