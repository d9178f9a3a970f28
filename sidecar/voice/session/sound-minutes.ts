import { asVaError } from '../../lib/va-error.ts';
import type { Person } from '../../people/person.ts';
import { say } from '../sentences.ts';
import type { SessionDeps } from './deps.ts';
import { errorEvent } from './error-event.ts';
import { type MinuteLeft, USED_UP } from './minutes.ts';
import type { SessionParts } from './parts.ts';

/** The minutes of a session with sound: counted as they begin, noted as they pass, told to the site at the end. */
export interface SoundMinutes {
  /** A minute of the session begins. */
  minute(): Promise<void>;
  /** Resolves when the time is on its way to the site; never rejects. */
  end(): Promise<void>;
}

export function createSoundMinutes(
  deps: Pick<SessionDeps, 'minutes' | 'talkTime'>,
  parts: SessionParts,
  options: {
    readonly person: Person;
    /** False: it is all text, and costs nothing. */
    readonly hasSound: boolean;
    readonly onUsedUp: () => void;
  },
): SoundMinutes {
  const { clock, conversationId } = parts;
  let { hasSound } = options;
  let notedAt = clock.now();

  async function note(tell: boolean): Promise<void> {
    const now = clock.now();
    const ms = hasSound ? now - notedAt : 0;
    notedAt = now;
    await deps.talkTime.add(options.person, conversationId, ms, tell);
  }
  function usedUp(left: Exclude<MinuteLeft, 'ok'>): void {
    hasSound = false;
    parts.tape.tell(errorEvent('VOICE_MINUTES_USED', true, say(USED_UP[left])));
    options.onUsedUp();
  }
  return {
    async minute() {
      if (!hasSound) return;
      await note(false);
      const left = await deps.minutes.begin(await parts.person());
      if (left === 'ok') parts.metrics.minute();
      else usedUp(left);
    },
    async end() {
      if (!options.hasSound) return;
      await note(true).catch((error: unknown) =>
        parts.log.error('the time of a voice session could not be noted', { code: asVaError(error).code }, error),
      );
    },
  };
}
