import { setTimeout as delay } from 'node:timers/promises';
import { type Caller, callerOf } from './caller.ts';
import { histogram } from './histogram.ts';

/** The people who call, in a process of their own. Told by its parent what to do. */
export type LoadOrder =
  | { readonly do: 'add'; readonly tokens: readonly string[]; readonly wire: 'ws' | 'socket.io' }
  | { readonly do: 'talk'; readonly ms: number }
  | { readonly do: 'hang-up' };
export interface LoadReport {
  readonly callers: number;
  /** Frames sent a second. */
  readonly rate: number;
  /** Share of callers in a turn. */
  readonly inTurn: number;
  /** Echoed frames of the microphone: there and back, ms. */
  readonly echoes: number;
  readonly echoP50: number;
  readonly echoP95: number;
  /** Frames of speech, and those that came after the moment they are played at. */
  readonly speech: number;
  readonly late: number;
  /** How late we ourselves sent, ms. */
  readonly ownP95: number;
  readonly failed: readonly string[];
}

const url = process.argv[2] ?? '';
const FRAME_MS = 20;
const IN_TURN = 0.1;
/** A player has that much in hand before it plays: a frame is late after it, ms. */
const PLAYER_MS = 60;
/** Calls opened at once. */
const AT_ONCE = 8;

const callers: Caller[] = [];
const echoes = histogram();
const own = histogram();
const failed: string[] = [];
let speech = 0;
let late = 0;

async function add(tokens: readonly string[], wire: 'ws' | 'socket.io'): Promise<void> {
  const waiting = [...tokens];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let token = waiting.pop(); token !== undefined; token = waiting.pop()) {
        callers.push(
          await callerOf(url, wire, token, callers.length, {
            onEcho: echoes.add,
            onSpeech(lateMs) {
              speech += 1;
              if (lateMs > PLAYER_MS) late += 1;
            },
            onFailed: (why) => failed.push(why),
          }),
        );
      }
    }),
  );
}

/** Everybody's microphone is on; frames go out evenly, whatever comes back. */
async function talk(ms: number): Promise<LoadReport> {
  echoes.clear();
  own.clear();
  speech = 0;
  late = 0;
  const perMs = callers.length / FRAME_MS;
  const start = performance.now();
  let sent = 0;
  let next = 0;
  let looks = 0;
  let inTurn = 0;
  let lookAt = start;
  for (let now = start; now - start < ms; now = performance.now()) {
    const due = Math.floor((now - start) * perMs);
    if (sent < due) own.add(now - start - sent / perMs);
    for (; sent < due; sent += 1) callers[sent % callers.length]?.frame();
    if (now >= lookAt) {
      lookAt += 100;
      looks += 1;
      const busy = callers.reduce((sum, one) => sum + (one.isInTurn ? 1 : 0), 0);
      inTurn += busy / callers.length;
      for (let more = Math.ceil(callers.length * IN_TURN) - busy; more > 0; more -= 1) {
        next = (next + 7) % callers.length;
        callers[next]?.speak();
      }
    }
    await delay(1);
  }
  return {
    callers: callers.length,
    rate: sent / (ms / 1000),
    inTurn: inTurn / looks,
    echoes: echoes.count,
    echoP50: echoes.quantile(0.5),
    echoP95: echoes.quantile(0.95),
    speech,
    late,
    ownP95: own.quantile(0.95),
    failed: failed.splice(0, 20),
  };
}

process.on('message', (order: LoadOrder) => {
  const work =
    order.do === 'add'
      ? add(order.tokens, order.wire)
      : order.do === 'talk'
        ? talk(order.ms)
        : Promise.resolve(hangUp());
  work.then(
    (report) => process.send?.({ report: report ?? null }),
    (error: unknown) => process.send?.({ error: String(error), failed }),
  );
});
function hangUp(): void {
  for (const one of callers.splice(0)) one.close();
}
