import type { OpenTurnTaking, TurnSituation } from '../../sidecar/voice/turn-taking.ts';

/** Louder is taken for a voice, dBFS. */
const VOICE_DB = -45;

/**
 * What ours is measured beside, turn-taking by rule of thumb: letting go of the button, the recogniser's own end of a turn, or so much silence after words
 * ends a turn; the first word of somebody while we speak cuts us off.
 */
export function fixedSilence(silenceMs: number): OpenTurnTaking {
  return ({ clock, log, handsFree, onSign }) => {
    const over = new AbortController();
    let situation: TurnSituation = { speaking: false, thinking: false, expects: 'anything' };
    let voicedAt = Number.NEGATIVE_INFINITY;
    let hasWords = false;
    let hasSpoken = false;
    let isWatching = false;

    function end(): void {
      hasWords = false;
      hasSpoken = false;
      onSign('end');
    }
    /** Looks again when the silence could be long enough; the sound itself costs no timer. */
    async function watch(): Promise<void> {
      while (hasWords) {
        const left = voicedAt + silenceMs - clock.now();
        if (left <= 0) return end();
        await clock.sleep(left, over.signal);
      }
    }
    function begin(): void {
      if (hasSpoken) return;
      hasSpoken = true;
      onSign('speech');
    }

    return {
      sound({ levelDb }) {
        if (levelDb < VOICE_DB) return;
        voicedAt = clock.now();
        if (!situation.speaking) begin();
      },
      words(event) {
        if (event.type === 'end-of-turn') {
          if (handsFree && hasWords) end();
          return;
        }
        if (event.text.trim() === '') return;
        begin();
        if (situation.speaking) onSign('cut');
        hasWords = true;
        voicedAt = Math.max(voicedAt, clock.now());
        if (!handsFree || isWatching) return;
        isWatching = true;
        watch()
          .catch((error: unknown) => {
            if (!over.signal.aborted) log.error('the silence after words could not be watched', {}, error);
          })
          .finally(() => {
            isWatching = false;
          });
      },
      released: end,
      situation(now) {
        situation = now;
      },
      close: () => over.abort(),
    };
  };
}
