/** Which sound of the person's is at a place of the stream, when silence was put in between. */
export interface SoundTime {
  /** Sound that was pushed so far, ms. */
  readonly pushedMs: number;
  /** The same as the provider counts it: with the silence, ms. */
  readonly sentMs: number;
  sound(samples: number): void;
  silence(samples: number): void;
  /** A place in what was sent, seconds, as ms from the first sample that was pushed. */
  pushedAt(seconds: number): number;
}

export function createSoundTime(sampleRate: number): SoundTime {
  const gaps: { readonly fromMs: number; readonly ms: number }[] = [];
  let pushed = 0;
  let silent = 0;
  const ms = (samples: number) => (samples * 1000) / sampleRate;
  return {
    get pushedMs() {
      return ms(pushed);
    },
    get sentMs() {
      return ms(pushed + silent);
    },
    sound(samples) {
      pushed += samples;
    },
    silence(samples) {
      const last = gaps.at(-1);
      const fromMs = ms(pushed + silent);
      if (last !== undefined && last.fromMs + last.ms === fromMs) gaps.pop();
      const joined = last !== undefined && last.fromMs + last.ms === fromMs ? last : { fromMs, ms: 0 };
      gaps.push({ fromMs: joined.fromMs, ms: joined.ms + ms(samples) });
      silent += samples;
    },
    pushedAt(seconds) {
      const at = seconds * 1000;
      let before = 0;
      for (const gap of gaps) {
        if (gap.fromMs >= at) break;
        before += Math.min(gap.ms, at - gap.fromMs);
      }
      return Math.round(at - before);
    },
  };
}
