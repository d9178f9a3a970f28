import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { type Judgement, type ListenerCall, WINDOW } from './silero.ts';

/** Silero VAD (v5) of many listeners, off the main thread: what has come in meanwhile is judged in one run. */
const MODEL = '@ricky0123/vad-web/dist/silero_vad_v5.onnx';
/** The model wants the end of the window before too. */
const CONTEXT = 64;
const STATE = 128;
const MOST_AT_ONCE = 32;

interface Listener {
  /** Two layers. */
  state: readonly [Float32Array, Float32Array];
  context: Float32Array;
}
type Window = Extract<ListenerCall, { op: 'window' }>;

// Threads need shared memory and more than they bring for a model so small.
env.wasm.numThreads = 1;
const session = await InferenceSession.create(readFileSync(fileURLToPath(import.meta.resolve(MODEL))));
const rate = new Tensor('int64', BigInt64Array.from([16_000n]), []);
const listeners = new Map<number, Listener>();
let waiting: Window[] = [];
let isRunning = false;

function listenerOf(id: number): Listener {
  const known = listeners.get(id);
  if (known) return known;
  const fresh: Listener = {
    state: [new Float32Array(STATE), new Float32Array(STATE)],
    context: new Float32Array(CONTEXT),
  };
  listeners.set(id, fresh);
  return fresh;
}

/** The oldest window of each listener: a listener's windows follow one another. */
function takeBatch(): Window[] {
  const batch: Window[] = [];
  const left: Window[] = [];
  for (const window of waiting) {
    const fits = batch.length < MOST_AT_ONCE && !batch.some(({ listener }) => listener === window.listener);
    (fits ? batch : left).push(window);
  }
  waiting = left;
  return batch;
}

async function judge(batch: readonly Window[]): Promise<void> {
  const size = batch.length;
  const input = new Float32Array(size * (CONTEXT + WINDOW));
  const state = new Float32Array(2 * size * STATE);
  for (const [index, { listener, samples }] of batch.entries()) {
    const one = listenerOf(listener);
    const at = index * (CONTEXT + WINDOW);
    input.set(one.context, at);
    for (let sample = 0; sample < WINDOW; sample += 1) input[at + CONTEXT + sample] = (samples[sample] ?? 0) / 32_768;
    one.context = input.slice(at + WINDOW, at + WINDOW + CONTEXT);
    state.set(one.state[0], index * STATE);
    state.set(one.state[1], (size + index) * STATE);
  }
  const { output, stateN } = await session.run({
    input: new Tensor('float32', input, [size, CONTEXT + WINDOW]),
    state: new Tensor('float32', state, [2, size, STATE]),
    sr: rate,
  });
  const next = stateN?.data as Float32Array;
  for (const [index, { listener, id }] of batch.entries()) {
    const one = listeners.get(listener);
    if (one) {
      const second = (size + index) * STATE;
      one.state = [next.slice(index * STATE, (index + 1) * STATE), next.slice(second, second + STATE)];
    }
    tell({ id, probability: Number(output?.data[index]) });
  }
}

async function work(): Promise<void> {
  if (isRunning) return;
  isRunning = true;
  while (waiting.length > 0) await judge(takeBatch());
  isRunning = false;
}
function tell(judgement: Judgement): void {
  parentPort?.postMessage(judgement);
}

parentPort?.on('message', (call: ListenerCall) => {
  if (call.op === 'forget') listeners.delete(call.listener);
  else {
    waiting.push(call);
    work().catch((error: unknown) => {
      // The pool hears it as the worker's error, and does without.
      queueMicrotask(() => {
        throw error;
      });
    });
  }
});
