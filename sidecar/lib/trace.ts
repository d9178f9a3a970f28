import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line and every request to the site carries of the work in hand. */
export interface Trace {
  readonly request_id?: string;
  readonly turn_id?: string;
  readonly conversation_id?: string;
}

const current = new AsyncLocalStorage<Trace>();

/** Runs `work` under the given ids, on top of the ones that hold already. */
export function withTrace<T>(trace: Trace, work: () => T): T {
  return current.run({ ...current.getStore(), ...trace }, work);
}

/** The ids of the work in hand; empty outside of any. */
export function currentTrace(): Trace {
  return current.getStore() ?? {};
}
