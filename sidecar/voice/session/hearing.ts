import type { VoiceConfig } from '@dartwing-va/contract/voice.ts';
import { levelDb } from '../audio/pcm.ts';
import { createSoundIn, EAR_RATE, type SoundIn } from '../audio/sound-in.ts';
import { say } from '../sentences.ts';
import type { SpeechError, SttEvent } from '../speech-to-text.ts';
import type { TurnSign, TurnTaking } from '../turn-taking.ts';
import type { SessionDeps } from './deps.ts';
import { errorEvent } from './error-event.ts';
import { createFrameOrder } from './frame-order.ts';
import type { LikelyWords } from './likely-words.ts';
import { createListening, type Listening } from './listening.ts';
import type { SessionParts } from './parts.ts';
import { createGathering, type Utterance } from './utterance.ts';

/** How long words that are not final yet are waited for once the person has finished, ms. */
const FINAL_MS = 1500;
/** Sound that cannot be read is told once in this time, ms. */
const TELL_EVERY_MS = 1000;

/** The person's side of the talk: frames in, whole utterances out. */
export interface Hearing {
  /** Somebody is speaking. */
  readonly isHearing: boolean;
  /** Sound that came in, ms. */
  readonly soundMs: number;
  readonly utterances: number;
  readonly turnTaking: TurnTaking;
  frame(bytes: Uint8Array, sequence: number): void;
  /** Push-to-talk was let go. */
  released(): Promise<void>;
  /** What was understood so far counts no more. */
  discard(): void;
  /** Listens no more: the minutes are used up. */
  deafen(): void;
  close(): void;
}

export function createHearing(
  deps: SessionDeps,
  parts: SessionParts,
  options: {
    readonly config: VoiceConfig;
    readonly likely: LikelyWords;
    /** Words of an utterance that is not over yet; null: it is, or it counts for nothing. */
    readonly onWords: (text: string | null) => void;
    readonly onUtterance: (utterance: Utterance) => void;
    readonly onSign: (sign: Exclude<TurnSign, 'end'>) => void;
    readonly onChange: () => void;
  },
): Hearing {
  const { clock, tape, metrics, settings } = parts;
  const { config } = options;
  const gathering = createGathering();
  const order = createFrameOrder();
  const over = new AbortController();
  let soundIn: SoundIn | null = null;
  let samplesIn = 0;
  let utterances = 0;
  let isHearing = false;
  let voicedAt: number | null = null;
  let final: PromiseWithResolvers<void> | null = null;
  let isEnding = false;
  let isReleasedAgain = false;
  let isOurs = false;
  let spokeAt: number | null = null;
  let isUnwanted = false;
  let toldUnreadableAt = Number.NEGATIVE_INFINITY;

  const listening: Listening | null =
    deps.speech.stt === null
      ? null
      : createListening({
          stt: deps.speech.stt,
          language: config.language,
          likely: options.likely,
          clock,
          log: parts.log,
          isSpeaking: () => isHearing,
          onEvent: heard,
          onDown(_error: SpeechError) {
            metrics.failed('stt');
            tape.tell(errorEvent('STT_UNAVAILABLE', true));
          },
        });
  let isDeaf = listening === null;

  const turnTaking = deps.takeTurns({
    clock,
    log: parts.log,
    handsFree: config.vad_enabled,
    onSign(sign) {
      if (sign === 'end') {
        isOurs = turnTaking.isOurs?.(gathering.text) ?? false;
        end(false).catch((error: unknown) => parts.log.error('an utterance was lost', {}, error));
        return;
      }
      // A "mhm" or a cough: what the recogniser made of it counts for nothing.
      if (sign === 'restore') forget();
      if (sign === 'speech') {
        isHearing = true;
        voicedAt = clock.now();
        spokeAt = voicedAt;
      }
      options.onSign(sign);
      options.onChange();
    },
  });

  function samples(stretch: Int16Array): void {
    if (isDeaf || over.signal.aborted) return;
    samplesIn += stretch.length;
    const level = levelDb(stretch);
    gathering.sound(level);
    listening?.push(stretch);
    turnTaking.sound({ samples: stretch, levelDb: level });
  }
  function unreadable(): void {
    metrics.failed('codec');
    if (clock.now() - toldUnreadableAt < TELL_EVERY_MS) return;
    toldUnreadableAt = clock.now();
    tape.tell(errorEvent('AUDIO_UNREADABLE', true, say('oddFrame')));
  }

  function forget(): void {
    if (gathering.isOpen) {
      isUnwanted = true;
      listening?.finalise();
    }
    gathering.clear();
    options.onWords(null);
    isHearing = false;
    voicedAt = null;
  }

  function heard(event: Exclude<SttEvent, { type: 'failed' }>): void {
    if (isDeaf) return;
    if (isUnwanted && event.type === 'final') {
      isUnwanted = false;
      return;
    }
    if (event.type === 'final' && event.text === '' && !gathering.isOpen) {
      final?.resolve();
      return;
    }
    if (event.type !== 'end-of-turn') {
      if (voicedAt !== null) {
        metrics.firstWord(clock.now() - voicedAt);
        voicedAt = null;
      }
      gathering.words(event);
      // What is final is a turn at once, or nearly: looking ahead would only hold it up.
      if (!isEnding && event.type === 'interim') options.onWords(gathering.text);
      const interim = event.type === 'interim' && config.interim_results && event.text.trim() !== '';
      if (interim) {
        tape.tell({
          type: 'transcription.interim',
          text: gathering.text,
          confidence: event.confidence,
          is_final: false,
        });
      }
    }
    turnTaking.words(event);
    if (event.type === 'final') final?.resolve();
  }

  /** The person has finished: what he said is a turn. */
  async function end(isReleased: boolean): Promise<void> {
    if (isEnding) {
      // Pressed and let go again while the words of before were waited for.
      isReleasedAgain ||= isReleased;
      return;
    }
    isEnding = true;
    try {
      await takeUtterance(isReleased);
      for (; isReleasedAgain && !over.signal.aborted; await takeUtterance(true)) isReleasedAgain = false;
    } finally {
      isEnding = false;
      options.onChange();
    }
  }
  async function takeUtterance(isReleased: boolean): Promise<void> {
    // With the button the last words may still be on their way.
    const mayBeMore = isReleased && (!gathering.hasWords || (listening?.finalMs ?? null) !== null);
    if (listening && (gathering.isOpen || mayBeMore)) {
      final = Promise.withResolvers<void>();
      listening.finalise();
      const tired = new AbortController();
      const patience = clock
        .sleep(listening.finalMs ?? FINAL_MS, AbortSignal.any([tired.signal, over.signal]))
        .catch(() => undefined);
      await Promise.race([final.promise, patience]);
      tired.abort();
      final = null;
    }
    if (over.signal.aborted) return;
    isHearing = false;
    voicedAt = null;
    const utterance = gathering.take();
    options.onWords(null);
    if (utterance === null) {
      if (isReleased && !isDeaf) tape.tell(errorEvent('AUDIO_UNREADABLE', true, say('nothingHeard')));
      return;
    }
    utterances += 1;
    const { text, confidence, words } = utterance;
    tape.tell({ type: 'transcription.final', text, confidence, words });
    options.onUtterance({ ...utterance, isOurs, startedAt: spokeAt ?? clock.now() });
    spokeAt = null;
  }

  return {
    get isHearing() {
      return isHearing || gathering.hasWords;
    },
    get soundMs() {
      return Math.round((samplesIn * 1000) / EAR_RATE);
    },
    get utterances() {
      return utterances;
    },
    turnTaking,
    frame(bytes, sequence) {
      if (bytes.byteLength > settings.maxFrame) {
        metrics.failed('protocol');
        tape.tell(errorEvent('VOICE_FRAME_TOO_LARGE', true));
        return;
      }
      if (!order.take(sequence) || isDeaf) return;
      soundIn ??= createSoundIn({
        encoding: config.input_encoding,
        sampleRate: config.input_sample_rate,
        opus: deps.opus,
        onSamples: samples,
        onUnreadable: unreadable,
      });
      soundIn.push(bytes);
    },
    async released() {
      await soundIn?.drained();
      isOurs = false;
      const ended = end(true);
      turnTaking.released();
      await ended;
    },
    discard() {
      gathering.clear();
      isHearing = false;
    },
    deafen() {
      isDeaf = true;
      gathering.clear();
      isHearing = false;
      listening?.close();
    },
    close() {
      over.abort();
      turnTaking.close();
      listening?.close();
      soundIn?.close();
      if (order.missing + order.dropped > 0) {
        parts.log.info('sound of a voice session came incomplete', { missing: order.missing, dropped: order.dropped });
      }
    },
  };
}
