// The responders a test or a person can choose by name.
import { honest } from './honest.ts';
import { obedient } from './obedient.ts';
import type { Responder } from './reply.ts';

export const responders = {
  honest,
  obedient,
  /** Half an answer at first; a whole one to whoever says what was wrong with it. */
  brokenOnce: (asked) => (asked.turns.length > 1 ? honest(asked) : { text: '{"feedback": tru' }),
  /** Valid JSON of another shape, always. */
  wrongShape: () => ({ text: '{"answer": 42}' }),
  notJson: () => ({ text: 'Happy to help! Here is my analysis of the feedback.' }),
  /** Never comes to an end: whatever room there is, it is too small. */
  endless: () => ({ text: `{"feedback": true, "language": "${'very '.repeat(20_000)}` }),
  refusing: () => ({ refusal: 'This request was declined.' }),
  overloaded: () => ({ error: { type: 'overloaded_error', message: 'Overloaded' } }),
} satisfies Record<string, Responder>;

export type ResponderName = keyof typeof responders;
