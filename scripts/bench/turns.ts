import { forgetRecognised } from '../../sidecar/language/nlu/recognise.ts';
import { understand } from '../../sidecar/language/nlu/understand.ts';
import { createPlanner } from '../../sidecar/turn/decide/plan.ts';
import { atMost, type Bench, quantile } from './bench.ts';
import { withStack } from './bench-stack.ts';
import { chat, createHttp, newConversation, signIn } from './staff.ts';

const WORDS = [
  'how much annual leave do I have left?',
  'book next Friday off',
  'I need Tuesday afternoon off for a doctor',
  'hello there',
  'who is my manager?',
  'when is the next public holiday?',
  'book Friday off and tell the team, and move my 3 pm to Monday',
  'what will the weather be tomorrow?',
  'show my leave requests of last month please',
  'cancel my leave on the 14th',
];
/** One read tool. */
const READ = 'how much annual leave do I have left?';
/** Two wishes, one for the HR agent and one for the operations agent. */
const PLAN = 'how much annual leave do I have left and what are my tasks?';
const PLAN_TELLS = ['Annual Leave', 'tasks'];
const ROUNDS = 200;
const CONTEXT = {
  now: Date.parse('2026-06-08T15:00:00Z'),
  timeZone: 'America/Chicago',
  dateFormat: 'mm-dd-yyyy',
  locale: 'en-US',
  currency: 'USD',
} as const;

/** What the coordinator costs: understanding, a turn of one agent, a plan, and whether a long conversation makes it dearer. */
export const turnsBench: Bench = {
  name: 'turns',
  about: 'understanding, a turn with one read tool, a plan of two agents; at 10 and 1000 turns',
  run: ({ tell, profileDir }) =>
    withStack({ profileDir }, async (stack) => {
      const heard = understanding();
      const http = createHttp(stack.sidecarUrl, 1);
      try {
        const who = await signIn(http, 'priya@acme.test');
        const timed = async (words: string, conversation: string) => {
          const start = performance.now();
          const answer = await chat(http, who, words, conversation);
          const took = performance.now() - start;
          const told = words === PLAN ? PLAN_TELLS : [];
          if (!told.every((fact) => answer.includes(fact)))
            throw new Error(`not both were answered: ${answer.slice(0, 500)}`);
          return took;
        };
        tell('turns with one read tool, and plans of two agents');
        const reads: number[] = [];
        const plans: number[] = [];
        for (let n = 0; n < 10; n += 1) await timed(n % 2 === 0 ? READ : PLAN, who.conversation);
        for (let n = 0; n < ROUNDS; n += 1) {
          reads.push(await timed(READ, who.conversation));
          plans.push(await timed(PLAN, who.conversation));
        }
        tell('a conversation of 1000 turns');
        const long = await newConversation(http, who.token);
        for (let n = 0; n < 1000; n += 1) await timed('hello', long);
        const atTen: number[] = [];
        const atThousand: number[] = [];
        for (let round = 0; round < 20; round += 1) {
          const fresh = await newConversation(http, who.token);
          for (let n = 0; n < 10; n += 1) await timed('hello', fresh);
          for (let n = 0; n < 5; n += 1) {
            atTen.push(await timed(READ, fresh));
            atThousand.push(await timed(READ, long));
          }
        }
        const spread = (name: string, times: readonly number[]) => [
          { name: `turns.${name}.p50`, value: quantile(times, 0.5), unit: 'ms' },
          { name: `turns.${name}.p95`, value: quantile(times, 0.95), unit: 'ms' },
        ];
        return [
          ...spread('understanding', heard),
          ...spread('one-read', reads),
          ...spread('two-agents', plans),
          { name: 'turns.at-10.p50', value: quantile(atTen, 0.5), unit: 'ms' },
          { name: 'turns.at-1000.p50', value: quantile(atThousand, 0.5), unit: 'ms' },
          {
            name: 'turns.growth',
            value: quantile(atThousand, 0.5) / quantile(atTen, 0.5),
            unit: 'times',
            budget: atMost(1.2),
          },
        ];
      } finally {
        http.close();
      }
    }),
};

/** In this process: label, slots and clauses of an utterance. */
function understanding(): number[] {
  const plan = createPlanner(() => false);
  const times: number[] = [];
  for (let round = 0; round < 60; round += 1) {
    for (const words of WORDS) {
      forgetRecognised();
      const start = performance.now();
      understand(words, CONTEXT);
      plan(words);
      // The first rounds are the compiler's.
      if (round >= 10) times.push(performance.now() - start);
    }
  }
  return times;
}
