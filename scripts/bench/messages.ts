import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Stack } from '../../test/chaos/stack.ts';
import { metric } from '../../test/chaos/verify.ts';
import { atLeast, atMost, type Bench, type Figure, quantile } from './bench.ts';
import { withStack } from './bench-stack.ts';
import { type Colleague, chat, createHttp, type Http, hireStaff, SMALL_TALK } from './staff.ts';

const EMPLOYEES = 300;
const SECONDS = 30;
/** A little above what is promised, so that the clock's steps do not decide. */
const BURST = 405;
const STEADY = 150;
/** Records that may wait at any time when the backlog is called flat: two requests of the outbox. */
const FLAT = 400;
const DRAIN_MS = 300_000;
/** USER_HZ of Linux. */
const TICKS_PER_SECOND = 100;

/** How many messages one sidecar process answers, and whether the site keeps up. */
export const messagesBench: Bench = {
  name: 'messages',
  about: 'small talk of 300 employees by REST to one sidecar process; answer times, backlog, drain',
  run: ({ tell, profileDir }) =>
    withStack({ profileDir }, async (stack) => {
      const staff = await hireStaff(stack, EMPLOYEES, tell);
      const http = createHttp(stack.sidecarUrl, 256);
      const figures: Figure[] = [];
      try {
        tell('warming up');
        await offer(stack, http, staff, 100, 5);
        await drained(stack);
        tell(`${STEADY} messages a second for ${SECONDS} s`);
        const steady = await offer(stack, http, staff, STEADY, SECONDS);
        figures.push(
          { name: 'messages.steady', value: steady.rate, unit: 'messages/s', budget: atLeast(STEADY * 0.99) },
          { name: 'messages.steady.backlog', value: steady.backlog, unit: 'records', budget: atMost(FLAT) },
          { name: 'messages.steady.p50', value: quantile(steady.times, 0.5), unit: 'ms' },
          { name: 'messages.steady.p95', value: quantile(steady.times, 0.95), unit: 'ms' },
        );
        await drained(stack);
        tell(`${BURST} messages a second for ${SECONDS} s`);
        const before = cpuSeconds(stack);
        const burst = await offer(stack, http, staff, BURST, SECONDS);
        const spent = (cpuSeconds(stack) - before) / burst.times.length;
        const left = await pending(stack);
        const start = performance.now();
        await drained(stack);
        const took = performance.now() - start;
        figures.push(
          { name: 'messages.rate', value: burst.rate, unit: 'messages/s', budget: atLeast(400) },
          { name: 'messages.p50', value: quantile(burst.times, 0.5), unit: 'ms' },
          { name: 'messages.p95', value: quantile(burst.times, 0.95), unit: 'ms', budget: atMost(20) },
          { name: 'messages.p99', value: quantile(burst.times, 0.99), unit: 'ms' },
          { name: 'messages.cpu', value: spent * 1000, unit: 'ms', note: 'processor time of the sidecar a message' },
          { name: 'messages.backlog', value: left, unit: 'records', note: 'waiting for the site after the burst' },
          // A drain of a few records measures a request, not a rate; the bench `outbox` drains thousands.
          ...(left < 1000
            ? []
            : [{ name: 'messages.drain', value: (left / took) * 1000, unit: 'records/s', budget: atLeast(1000) }]),
        );
        const dead = metric((await http.send('GET', '/metrics', null)).text, 'va_outbox_dead') ?? Number.NaN;
        figures.push({
          name: 'messages.dead-letters',
          value: dead,
          unit: 'records',
          budget: { is: 'at most', value: 0 },
        });
        return figures;
      } finally {
        http.close();
      }
    }),
};

interface Offered {
  /** Answered messages a second. */
  readonly rate: number;
  /** From sending to the whole answer, ms. */
  readonly times: readonly number[];
  /** Greatest number of records that waited for the site in the last third. */
  readonly backlog: number;
}

/** Sends at a fixed rate whether answers come or not, as people do. */
async function offer(
  stack: Stack,
  http: Http,
  staff: readonly Colleague[],
  perSecond: number,
  seconds: number,
): Promise<Offered> {
  const times: number[] = [];
  const open = new Set<Promise<void>>();
  const failures: Error[] = [];
  const total = perSecond * seconds;
  const start = performance.now();
  let backlog = 0;
  let looking = false;
  const look = setInterval(() => {
    if (looking || performance.now() - start < (seconds * 2000) / 3) return;
    looking = true;
    void pending(stack).then((records) => {
      backlog = Math.max(backlog, records);
      looking = false;
    });
  }, 500);
  for (let sent = 0; sent < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - start) / 1000) * perSecond) + 1);
    for (; sent < due; sent += 1) {
      const who = staff[sent % staff.length];
      if (!who) break;
      const at = performance.now();
      const one: Promise<void> = chat(http, who, SMALL_TALK[sent % SMALL_TALK.length] ?? 'hello').then(
        () => void times.push(performance.now() - at),
        (error: unknown) => void failures.push(error instanceof Error ? error : new Error(String(error))),
      );
      open.add(one);
      void one.finally(() => open.delete(one));
    }
    await delay(1);
  }
  await Promise.all(open);
  clearInterval(look);
  if (failures.length > 0) throw new Error(`${failures.length} messages failed; the first: ${failures[0]?.message}`);
  return { rate: (times.length / (performance.now() - start)) * 1000, times, backlog };
}

/** Processor time that the sidecar's process has used, s: what a busy machine does not change. */
function cpuSeconds(stack: Stack): number {
  const [, rest = ''] = readFileSync(`/proc/${stack.sidecar.pid}/stat`, 'utf8').split(') ');
  const fields = rest.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

async function pending(stack: Stack): Promise<number> {
  const response = await fetch(`${stack.sidecarUrl}/metrics`);
  return metric(await response.text(), 'va_outbox_pending') ?? Number.NaN;
}

async function drained(stack: Stack): Promise<void> {
  const until = performance.now() + DRAIN_MS;
  while ((await pending(stack)) > 0) {
    if (performance.now() > until) throw new Error('the outbox did not become empty');
    await delay(20);
  }
}
