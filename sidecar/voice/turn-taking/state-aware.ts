import { wordsOf } from '../../language/normalise.ts';
import { createFramer } from '../audio/framer.ts';
import { EAR_RATE } from '../audio/sound-in.ts';
import type { OpenTurnTaking, TurnSituation } from '../turn-taking.ts';
import { createAlarm } from './alarm.ts';
import { type BargeSign, createBargeIn, isBackchannel } from './barge-in.ts';
import type { Preview } from './completeness.ts';
import { createEcho } from './echo.ts';
import { createEndpointing } from './endpointing.ts';
import { energyActivity, FRAME_MS, type VoiceActivity } from './energy.ts';
import { createHeardWords } from './heard-words.ts';
import { createUsualLevel } from './usual-level.ts';

/** So much quieter than the person usually speaks is somebody else, or the room, dB. */
const FARTHER_DB = 14;
/** Within an utterance his own voice falls so far, dB. */
const SOFTER_DB = 22;
/** Consonants without a voice follow one so soon, or are the first so much of a sound; longer noise after words is no speech, ms. */
const CONSONANT_MS = 100;
const FIRST_CONSONANT_MS = 140;
/** The client plays a ducked answer so much quieter, dB. */
const DUCK_DB = 20;
/** "Lately" is so long, ms: longer than a recogniser takes. */
const LATELY_MS = 2000;
/** A microphone that sends nothing while we speak tells nothing about who said the words, ms. */
const OPEN_MS = 60;
/** Words that come so soon after we began were said before, as long ago as this, ms. */
const SOON_MS = 300;
const SAID_AGO_MS = 500;
/** Less sound of his than this came with the words: they may be ours, ms. */
const HARDLY_MS = 100;
/** Somebody farther away is now and then as loud as he is, but not for so long, ms. */
const NEAR_MS = 60;

/**
 * Turn-taking that knows what the words are and what is being said: see docs/voice-turns.md. Sound costs no
 * timer: one alarm is set at what is due next.
 */
export function stateAwareTurnTaking(options: {
  readonly preview: Preview;
  /** Quiet that ends dictation, ms. */
  readonly dictationMs?: number;
  /** One for each session; default: by energy. */
  readonly activity?: () => VoiceActivity;
}): OpenTurnTaking {
  return ({ clock, log, handsFree, onSign }) => {
    const activity = (options.activity ?? energyActivity)();
    const framer = createFramer(EAR_RATE);
    const echo = createEcho();
    const bargeIn = createBargeIn(echo);
    const endpointing = createEndpointing(options.preview, options.dictationMs);
    const usual = createUsualLevel();
    const words = createHeardWords();
    const alarm = createAlarm(clock, settle, (error) => log.error('turn-taking could not wait', {}, error));
    let situation: TurnSituation = { speaking: false, thinking: false, expects: 'anything' };
    let isAsking = false;
    /** When frames of his were heard, the latest last. */
    let theirs: number[] = [];
    /** Sound that came since we began to speak, ms. */
    let openMs = 0;
    let voiceAt = Number.NEGATIVE_INFINITY;
    let loudFrom = Number.NEGATIVE_INFINITY;
    let beganAt = Number.NEGATIVE_INFINITY;
    let hasSpoken = false;

    function begin(): void {
      if (hasSpoken) return;
      hasSpoken = true;
      onSign('speech');
    }
    function forget(): void {
      endpointing.reset();
      words.clear();
      usual.forget();
      hasSpoken = false;
    }
    function end(): void {
      usual.learn();
      endpointing.reset();
      words.ended();
      hasSpoken = false;
      onSign('end');
    }
    function barge(sign: BargeSign | null): void {
      if (sign === null) return;
      if (sign === 'restore') forget();
      if (sign === 'cut') situation = { ...situation, speaking: false };
      onSign(sign);
      if (sign === 'cut') begin();
    }
    function settle(): void {
      const now = clock.now();
      if (situation.speaking) barge(bargeIn.check(now));
      else if (handsFree && endpointing.check(now) !== null) end();
      lookAgain();
    }
    function lookAgain(): void {
      const due = situation.speaking ? bargeIn.dueAt : handsFree ? endpointing.dueAt : null;
      if (due !== null) alarm.at(due);
    }
    function frame(samples: Int16Array, at: number, knownDb?: number): void {
      const heard = activity.push(samples, knownDb);
      const explained = echo.explainedDb(at);
      const isLoud = heard.isVoiced && heard.levelDb > explained;
      const isTheirs = isLoud && usual.isWithin(heard.levelDb, FARTHER_DB);
      if (isTheirs) {
        theirs.push(at);
        if (theirs.length > (4 * LATELY_MS) / FRAME_MS) theirs = theirs.slice(-LATELY_MS / FRAME_MS);
        usual.sound(heard.levelDb);
      }
      if (heard.isVoice) voiceAt = at;
      if (!isLoud) loudFrom = at;
      const mayBeSpeech = at - voiceAt <= CONSONANT_MS || at - loudFrom <= FIRST_CONSONANT_MS;
      const isSpeech = endpointing.completeness === null || mayBeSpeech;
      const hasBegun = endpointing.frame(at, isLoud && isSpeech && usual.isWithin(heard.levelDb, SOFTER_DB));
      if (situation.speaking) barge(bargeIn.frame(at, { ...heard, isTheirs }));
      else if (hasBegun) begin();
    }
    /** Sound of his that the words just heard can be. */
    function theirMs(): number {
      const now = clock.now();
      const since = now - beganAt < SOON_MS ? now - SAID_AGO_MS : Math.max(beganAt, now - LATELY_MS);
      return theirs.filter((at) => at > since).length * FRAME_MS;
    }
    const isOurs = (text: string) => theirMs() < HARDLY_MS && echo.areOurWords(clock.now(), text);

    return {
      sound(stretch) {
        const frames = framer.push(stretch.samples);
        const now = clock.now();
        openMs += frames.length * FRAME_MS;
        // What comes as one frame is the stretch itself.
        if (frames.length === 1 && frames[0] === stretch.samples) frame(stretch.samples, now, stretch.levelDb);
        else
          for (const [index, samples] of frames.entries()) frame(samples, now - (frames.length - 1 - index) * FRAME_MS);
        settle();
      },
      words(event) {
        const now = clock.now();
        if (event.type === 'end-of-turn') {
          endpointing.hint();
          settle();
          return;
        }
        const text = words.take(event);
        if (text === null) return;
        // Our own voice, or somebody farther away than the person of this session.
        const isFarther = usual.db !== null && openMs >= OPEN_MS && theirMs() < NEAR_MS;
        if (isOurs(text) || (situation.speaking && isFarther)) return barge('restore');
        endpointing.words(now, text);
        if (!situation.speaking) begin();
        else {
          barge(bargeIn.words(now, text));
          const isListening = situation.speaking && !bargeIn.isDucked && isBackchannel(wordsOf(text), isAsking);
          if (isListening) barge('restore');
        }
        settle();
      },
      released() {
        usual.learn();
        endpointing.reset();
        words.ended();
        hasSpoken = false;
      },
      situation(next) {
        const begins = next.speaking && !situation.speaking;
        if (begins || !next.speaking) bargeIn.reset();
        bargeIn.expects(isAsking || next.expects !== 'anything');
        if (begins && !hasSpoken) {
          forget();
          beganAt = clock.now();
          openMs = 0;
        }
        situation = next;
        activity.whileSpeaking?.(next.speaking);
        endpointing.expects(next.expects);
        // Sound from before we spoke is still to be judged, also when none comes any more.
        lookAgain();
      },
      playing: ({ at, levelDb }) => echo.ours(at, bargeIn.isDucked ? levelDb - DUCK_DB : levelDb),
      saying(text) {
        echo.saying(clock.now(), text);
        isAsking = text.trim().endsWith('?');
        bargeIn.expects(isAsking || situation.expects !== 'anything');
      },
      isOurs,
      close() {
        activity.whileSpeaking?.(false);
        alarm.close();
      },
    };
  };
}
