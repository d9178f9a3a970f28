import { VAD_FILES } from '@dartwing-va/contract/vad.ts';

/** Samples that the model judges at a time: 32 ms at 16 kHz. */
export const WINDOW = 512;
/** The model wants the end of the window before too. */
const CONTEXT = 64;
const STATE = [2, 1, 128] as const;
const STATE_SIZE = 256;

/** How probable it is that somebody speaks, 0 to 1; window after window of one voice. */
export interface VoiceJudge {
  judge(window: Float32Array): Promise<number>;
  /** What comes next has nothing to do with what came before. */
  forget(): void;
}

/** What of onnxruntime-web is used. */
interface Runtime {
  readonly env: { readonly wasm: { numThreads: number; wasmPaths: unknown } };
  readonly InferenceSession: { create(model: Uint8Array): Promise<Session> };
  readonly Tensor: new (type: string, data: Float32Array | BigInt64Array, shape: readonly number[]) => unknown;
}
interface Session {
  run(
    inputs: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, { readonly data: ArrayLike<number> }>>>;
}

/**
 * Silero VAD in this browser.
 * @param base where the service has the files, with a slash at its end
 * @throws Error when they cannot be loaded, as behind a content policy without 'wasm-unsafe-eval'
 */
export async function openSilero(base: string, load = loadRuntime): Promise<VoiceJudge> {
  const [runtime, model] = await Promise.all([
    load(`${base}${VAD_FILES.runtime}`),
    fetchModel(`${base}${VAD_FILES.model}`),
  ]);
  // Threads need a page of its own kind, and bring nothing for a model so small.
  runtime.env.wasm.numThreads = 1;
  runtime.env.wasm.wasmPaths = { wasm: `${base}${VAD_FILES.wasm}` };
  const session = await runtime.InferenceSession.create(model);
  const rate = new runtime.Tensor('int64', BigInt64Array.from([16_000n]), []);
  let state = new Float32Array(STATE_SIZE);
  let context = new Float32Array(CONTEXT);
  return {
    async judge(window) {
      const input = new Float32Array(CONTEXT + WINDOW);
      input.set(context);
      input.set(window, CONTEXT);
      context = input.slice(WINDOW);
      const { output, stateN } = await session.run({
        input: new runtime.Tensor('float32', input, [1, CONTEXT + WINDOW]),
        state: new runtime.Tensor('float32', state, STATE),
        sr: rate,
      });
      if (stateN) state = Float32Array.from(stateN.data);
      return output?.data[0] ?? 0;
    },
    forget() {
      state = new Float32Array(STATE_SIZE);
      context = new Float32Array(CONTEXT);
    },
  };
}

const loadRuntime = (url: string): Promise<Runtime> => import(/* @vite-ignore */ url) as Promise<Runtime>;

async function fetchModel(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { credentials: 'omit' });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
