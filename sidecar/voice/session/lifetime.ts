import type { Clock } from '../../lib/clock.ts';
import type { VoiceSettings } from '../settings.ts';

/** A client is told this long before its token runs out (decisions.md 15). */
const EXPIRY_NOTICE_MS = 60_000;
const MINUTE_MS = 60_000;

/** What time does to a session. Asked by one ticking hand for all sessions. */
export interface Lifetime {
  tick(): void;
  renewed(): void;
  connected(isConnected: boolean): void;
}

export function createLifetime(options: {
  readonly clock: Clock;
  readonly settings: Pick<VoiceSettings, 'maxSessionMs' | 'resumeMs'>;
  readonly expiresAt: () => number;
  readonly onExpiring: (expiresAt: number) => void;
  readonly onMinute: () => void;
  readonly onOver: (why: 'token_expired' | 'max_duration' | 'disconnected') => void;
}): Lifetime {
  const { clock, settings } = options;
  const startedAt = clock.now();
  let nextMinute = startedAt + MINUTE_MS;
  let isToldExpiring = false;
  let goneAt: number | null = null;

  return {
    tick() {
      const now = clock.now();
      const expiresAt = options.expiresAt();
      if (now >= expiresAt) return options.onOver('token_expired');
      if (now - startedAt >= settings.maxSessionMs) return options.onOver('max_duration');
      if (goneAt !== null && now - goneAt >= settings.resumeMs) return options.onOver('disconnected');
      if (!isToldExpiring && now >= expiresAt - EXPIRY_NOTICE_MS) {
        isToldExpiring = true;
        options.onExpiring(expiresAt);
      }
      if (now >= nextMinute) {
        nextMinute += MINUTE_MS;
        options.onMinute();
      }
    },
    renewed() {
      isToldExpiring = false;
    },
    connected(isConnected) {
      goneAt = isConnected ? null : clock.now();
    },
  };
}
