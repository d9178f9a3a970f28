import type { Clock } from '../../lib/clock.ts';
import type { Lease, Leases } from '../stores.ts';
import { type WaitingLine, waitingLine } from '../waiting-line.ts';

export interface EmbeddedLeases extends Leases {
  close(): void;
}

/** In memory: the data folder belongs to one process, so a lease of a dead process is gone with it. */
export function embeddedLeases(clock: Clock): EmbeddedLeases {
  const held = new Map<string, { readonly token: symbol; expiresAt: number }>();
  const line: WaitingLine = waitingLine(
    clock,
    async (key, ttlMs) => {
      const holder = held.get(key);
      if (holder && holder.expiresAt > clock.now()) return { lapsesInMs: holder.expiresAt - clock.now() };
      const token = Symbol(key);
      held.set(key, { token, expiresAt: clock.now() + ttlMs });
      return { lease: leaseOf(key, token, ttlMs) };
    },
    60_000,
  );

  function leaseOf(key: string, token: symbol, ttlMs: number): Lease {
    const mine = () => {
      const holder = held.get(key);
      return holder?.token === token && holder.expiresAt > clock.now() ? holder : null;
    };
    return {
      async renew() {
        const holder = mine();
        if (holder) holder.expiresAt = clock.now() + ttlMs;
        return holder !== null;
      },
      async release() {
        if (held.get(key)?.token !== token) return;
        held.delete(key);
        line.wake(key);
      },
    };
  }

  /** For each key: who has a place until when, epoch ms. */
  const shared = new Map<string, Map<symbol, number>>();

  return {
    acquire: line.acquire,
    async share(key, { ttlMs, places }) {
      const seats = shared.get(key) ?? new Map<symbol, number>();
      const now = clock.now();
      for (const [token, until] of seats) if (until <= now) seats.delete(token);
      if (seats.size >= places) return null;
      shared.set(key, seats);
      const token = Symbol(key);
      seats.set(token, now + ttlMs);
      return {
        async renew() {
          const isHeld = (seats.get(token) ?? 0) > clock.now();
          if (isHeld) seats.set(token, clock.now() + ttlMs);
          return isHeld;
        },
        async release() {
          seats.delete(token);
          if (seats.size === 0 && shared.get(key) === seats) shared.delete(key);
        },
      };
    },
    close: line.close,
  };
}
