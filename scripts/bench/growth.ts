import { atMost, type Bench, quantile } from './bench.ts';
import { withStack } from './bench-stack.ts';
import { chat, createHttp, newConversation, SMALL_TALK, signIn } from './staff.ts';

const SHORT = 20;
/** A hundred times as long. */
const LONG = 2000;
const ROUNDS = 15;

/** Whether a turn of a conversation that grew a hundred times costs more. */
export const growthBench: Bench = {
  name: 'growth',
  about: 'cost of a turn in a conversation of 2000 turns against one of 20',
  run: ({ tell, profileDir }) =>
    withStack({ profileDir }, async (stack) => {
      const http = createHttp(stack.sidecarUrl, 1);
      try {
        const who = await signIn(http, 'priya@acme.test');
        const words = (n: number) => SMALL_TALK[n % SMALL_TALK.length] ?? 'hello';
        tell(`a conversation of ${LONG} turns`);
        for (let n = 0; n < LONG; n += 1) await chat(http, who, words(n));
        const short: number[] = [];
        const long: number[] = [];
        tell('turns in it and in short ones, in turns');
        for (let round = 0; round < ROUNDS; round += 1) {
          const fresh = await newConversation(http, who.token);
          for (let n = 0; n < SHORT; n += 1) {
            for (const [conversation, times] of [
              [fresh, short],
              [who.conversation, long],
            ] as const) {
              const start = performance.now();
              await chat(http, who, words(n), conversation);
              times.push(performance.now() - start);
            }
          }
        }
        return [
          { name: 'growth.short.p50', value: quantile(short, 0.5), unit: 'ms' },
          { name: 'growth.long.p50', value: quantile(long, 0.5), unit: 'ms' },
          {
            name: 'growth.ratio',
            value: quantile(long, 0.5) / quantile(short, 0.5),
            unit: 'times',
            budget: atMost(1.2),
          },
        ];
      } finally {
        http.close();
      }
    }),
};
