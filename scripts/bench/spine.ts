import { SOCKET_PATH } from '@dartwing-va/contract/socket.ts';
import type { TurnEvent } from '@dartwing-va/contract/turn-events.ts';
import { io, type Socket } from 'socket.io-client';
import type { Stack } from '../../test/chaos/stack.ts';
import { type Bench, type Figure, quantile } from './bench.ts';
import { withStack } from './bench-stack.ts';
import { type Colleague, chat, createHttp, type Http, ok, SMALL_TALK, signIn } from './staff.ts';

const TURNS = 500;

/** What everything around the model costs a turn: one person, one turn after the other, a model that needs no time. */
export const spineBench: Bench = {
  name: 'spine',
  about: 'what the spine adds to a turn of one person, by REST and over the socket',
  run: ({ tell, profileDir }) =>
    withStack({ profileDir }, async (stack) => {
      const http = createHttp(stack.sidecarUrl, 1);
      try {
        const who = await signIn(http, 'priya@acme.test');
        tell('warming up');
        for (let n = 0; n < 200; n += 1) await chat(http, who, 'hello');
        tell(`${TURNS} turns by REST`);
        const floor = await timed(TURNS, () => ok(http, 'GET', '/health/live', null));
        const turns = await timed(TURNS, (n) => chat(http, who, SMALL_TALK[n % SMALL_TALK.length] ?? 'hello'));
        tell(`${TURNS} turns over the socket`);
        const socket = await overSocket(stack, who);
        tell('questions that read the site');
        const read = await timed(100, () => balance(http, who));
        const figures: Figure[] = [
          {
            name: 'spine.floor.p50',
            value: quantile(floor, 0.5),
            unit: 'ms',
            note: 'an empty request to the same server',
          },
          {
            name: 'spine.rest.p50',
            value: quantile(turns, 0.5) - quantile(floor, 0.5),
            unit: 'ms',
            note: 'over the floor',
          },
          {
            name: 'spine.rest.p95',
            value: quantile(turns, 0.95) - quantile(floor, 0.5),
            unit: 'ms',
            note: 'over the floor',
          },
          { name: 'spine.socket.first-text.p50', value: quantile(socket.first, 0.5), unit: 'ms' },
          { name: 'spine.socket.first-text.p95', value: quantile(socket.first, 0.95), unit: 'ms' },
          { name: 'spine.socket.done.p50', value: quantile(socket.done, 0.5), unit: 'ms' },
          { name: 'spine.socket.done.p95', value: quantile(socket.done, 0.95), unit: 'ms' },
          {
            name: 'spine.balance.p50',
            value: quantile(read, 0.5),
            unit: 'ms',
            note: 'whole turn with a read as the employee',
          },
          { name: 'spine.balance.p95', value: quantile(read, 0.95), unit: 'ms' },
        ];
        return figures;
      } finally {
        http.close();
      }
    }),
};

async function balance(http: Http, who: Colleague): Promise<void> {
  await chat(http, who, 'how much annual leave do I have left?');
}

async function timed(count: number, work: (n: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const start = performance.now();
    await work(n);
    times.push(performance.now() - start);
  }
  return times;
}

async function overSocket(stack: Stack, who: Colleague): Promise<{ first: number[]; done: number[] }> {
  const socket: Socket = io(stack.sidecarUrl, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    auth: { token: who.token },
  });
  let onEvent: (event: TurnEvent) => void = () => undefined;
  socket.on('event', (event: TurnEvent) => onEvent(event));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const opened = (await socket.emitWithAck('conversation.open', {})) as { conversation_id: string };
  const first: number[] = [];
  const done: number[] = [];
  for (let n = 0; n < TURNS; n += 1) {
    const start = performance.now();
    let heard = false;
    await new Promise<void>((resolve, reject) => {
      onEvent = (event) => {
        if (event.type === 'text.delta' && !heard) {
          heard = true;
          first.push(performance.now() - start);
        }
        if (event.type === 'error') reject(new Error(event.error.code));
        if (event.type === 'turn.done') resolve();
      };
      socket.emit(
        'message.send',
        {
          conversation_id: opened.conversation_id,
          content: SMALL_TALK[n % SMALL_TALK.length] ?? 'hello',
          client_message_id: `bench-${n}`,
        },
        (ack: { ok: boolean }) => {
          if (!ack.ok) reject(new Error(JSON.stringify(ack)));
        },
      );
    });
    done.push(performance.now() - start);
  }
  socket.disconnect();
  return { first, done };
}
