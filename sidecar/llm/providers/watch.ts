import { orAborted } from '../../lib/async.ts';
import type { ProviderTimeouts } from './options.ts';

/** The provider was silent for longer than it may be. */
export class SilenceError extends Error {
  constructor(ms: number) {
    super(`silent for ${ms} ms`);
    this.name = 'SilenceError';
  }
}

/**
 * Opens an SDK's stream and passes its events on, and ends the request on the wire whatever happens: at the caller's
 * abort (thrown: the signal's reason), after too long a silence (thrown: SilenceError), or when the reader stops reading.
 * SDKs differ in this: some end a stream quietly when it is aborted.
 * @param counts whether an event is a sign of an answer; others do not stop the first clock.
 */
export async function* watched<T>(
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  signal: AbortSignal,
  timeouts: ProviderTimeouts,
  counts: (event: T) => boolean,
): AsyncGenerator<T, void, undefined> {
  signal.throwIfAborted();
  const request = new AbortController();
  const onAbort = () => request.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  let timer: NodeJS.Timeout | undefined;
  const expectWithin = (ms: number) => {
    timer = setTimeout(() => request.abort(new SilenceError(ms)), ms);
  };
  let begun = false;
  let ended = false;
  try {
    expectWithin(timeouts.firstMs);
    const events = (await orAborted(open(request.signal), request.signal))[Symbol.asyncIterator]();
    while (true) {
      const next = await orAborted(events.next(), request.signal);
      if (next.done) {
        // An SDK that ends quietly at an abort: the reason is thrown below.
        request.signal.throwIfAborted();
        ended = true;
        return;
      }
      begun ||= counts(next.value);
      // The reader's own time is not the provider's silence.
      if (begun) clearTimeout(timer);
      yield next.value;
      if (begun) expectWithin(timeouts.gapMs);
    }
  } catch (error) {
    // What the SDK makes of an abort tells less than its reason.
    if (request.signal.aborted) throw request.signal.reason;
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    // A connection that was read to its end is kept for the next request.
    if (!ended) request.abort();
  }
}
