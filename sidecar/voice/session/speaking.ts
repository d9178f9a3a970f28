import type { Clock } from '../../lib/clock.ts';
import type { FrameOut, SoundOut } from '../audio/sound-out.ts';
import { SpeechError } from '../speech-to-text.ts';
import type { Manner, TextToSpeech } from '../text-to-speech.ts';
import { type ClauseMark, heardUntil } from './heard-text.ts';
import type { Tape } from './tape.ts';

/** The next clause is asked for while no more than this is waiting to be sent, ms. */
const SYNTHESIS_AHEAD_MS = 3000;
/** Frames go out in small bursts, this far apart, ms. */
const BURST_MS = 60;
/** A connection that is full is looked at again after this, ms. */
const FULL_MS = 20;

/** How far an answer was played when it was cut. */
export interface Cut {
  readonly turnId: string;
  /** As far as is known now, ms. */
  readonly ms: number;
  /** The person has heard all but the last clause. */
  readonly nearlyAll: boolean;
  /** The words up to a moment of the answer. */
  heardAt(ms: number): string;
}

/** The mouth of a session: clauses in, paced frames out, one answer after the other. */
export interface Speaking {
  /** The answer that is being spoken, until its last frame was played. */
  readonly turnId: string | null;
  /** A client that tells what it played. */
  readonly reports: boolean;
  begin(turnId: string): void;
  /** `aside`: something said to cover a silence; it is no part of the answer, and is left out if that comes first. */
  say(turnId: string, clause: string, aside?: boolean): void;
  /** Nothing more will be said in that answer. */
  finish(turnId: string): void;
  /** Stops the answer that is being spoken and forgets those behind it; null when none is. */
  cut(): Cut | null;
  played(turnId: string, ms: number): void;
  /** There is a connection again. */
  resume(): void;
  close(): void;
}

interface Answer {
  readonly turnId: string;
  readonly abort: AbortController;
  readonly clauses: { readonly text: string; readonly aside: boolean }[];
  readonly marks: (ClauseMark & { endMs: number })[];
  readonly frames: FrameOut[];
  queuedMs: number;
  sentMs: number;
  /** When the first frame would have been played, were it played without a pause. Null before it. */
  startedAt: number | null;
  report: { readonly ms: number; readonly at: number } | null;
  isFinished: boolean;
  isMute: boolean;
  isWorking: boolean;
  isWaiting: boolean;
}

export interface SpeakingEvents {
  /** The first frame of an answer goes out. */
  onStart(turnId: string): void;
  /** The last frame is out; it is still being played. */
  onSent(turnId: string, durationMs: number): void;
  /** All was played. */
  onDone(turnId: string): void;
  onFailed(turnId: string, error: SpeechError): void;
  onFirstSound(ms: number): void;
  /** A clause is synthesised. */
  onClause(text: string): void;
  /** A frame goes out that is played at `at`, epoch ms. */
  onFrame(frame: { readonly at: number; readonly levelDb: number }): void;
}

export function createSpeaking(options: {
  readonly tts: TextToSpeech;
  /** How a clause is said. */
  readonly mannerOf: (clause: string) => Manner;
  /** Rest between two sentences, ms. */
  readonly pauseMs: number;
  readonly sampleRate: number;
  readonly soundOut: SoundOut;
  readonly tape: Tape;
  readonly clock: Clock;
  readonly leadMs: number;
  readonly maxBuffered: number;
  readonly events: SpeakingEvents;
}): Speaking {
  const { tts, clock, tape, events, soundOut } = options;
  const line: Answer[] = [];
  let hasReported = false;

  const answerOf = (turnId: string) => line.find((one) => one.turnId === turnId);

  function position(answer: Answer): number {
    const { report, startedAt, sentMs } = answer;
    const now = clock.now();
    if (report !== null) return Math.min(sentMs, report.ms + (now - report.at));
    return startedAt === null ? 0 : Math.min(sentMs, now - startedAt);
  }

  /** One clause after the other, a little ahead of what is heard. */
  function work(answer: Answer): void {
    if (answer.isWorking || answer !== line[0] || answer.abort.signal.aborted) return;
    const next = answer.clauses[0];
    if (next === undefined) {
      if (answer.isFinished) for (const frame of soundOut.flush()) enqueue(answer, frame);
      pump(answer);
      return;
    }
    if (answer.queuedMs - answer.sentMs > SYNTHESIS_AHEAD_MS) return;
    answer.clauses.shift();
    answer.isWorking = true;
    synthesise(answer, next.text, next.aside)
      .catch((error: unknown) => {
        if (answer.abort.signal.aborted) return;
        answer.isMute = true;
        answer.clauses.length = 0;
        const failure = error instanceof SpeechError ? error : new SpeechError('cut', tts.id, { cause: error });
        events.onFailed(answer.turnId, failure);
      })
      .finally(() => {
        answer.isWorking = false;
        work(answer);
      });
  }

  async function synthesise(answer: Answer, text: string, aside: boolean): Promise<void> {
    const { signal } = answer.abort;
    const asked = clock.now();
    rest(answer);
    const mark = { text, aside, startMs: answer.queuedMs, endMs: answer.queuedMs };
    answer.marks.push(mark);
    let isFirst = true;
    events.onClause(text);
    for await (const samples of tts.speak(text, options.mannerOf(text), { sampleRate: options.sampleRate, signal })) {
      if (signal.aborted) return;
      if (isFirst) events.onFirstSound(clock.now() - asked);
      isFirst = false;
      for (const frame of soundOut.push(samples)) enqueue(answer, frame);
      mark.endMs = answer.queuedMs;
      pump(answer);
    }
  }

  /** Behind a sentence; what the voice takes to begin is part of it. */
  function rest(answer: Answer): void {
    const before = answer.marks.at(-1)?.text ?? '';
    if (options.pauseMs === 0 || !/[.!?…]["'”’)]*$/u.test(before)) return;
    const silence = new Int16Array((options.sampleRate * options.pauseMs) / 1000);
    for (const frame of soundOut.push(silence)) enqueue(answer, frame);
    pump(answer);
  }

  function enqueue(answer: Answer, frame: FrameOut): void {
    answer.frames.push(frame);
    answer.queuedMs += frame.ms;
  }

  function later(answer: Answer, ms: number): void {
    if (answer.isWaiting) return;
    answer.isWaiting = true;
    clock.sleep(ms, answer.abort.signal).then(
      () => {
        answer.isWaiting = false;
        // There is room again for the next clause.
        work(answer);
        pump(answer);
      },
      () => undefined,
    );
  }

  /** Sends what may be sent now. */
  function pump(answer: Answer): void {
    if (answer !== line[0] || answer.abort.signal.aborted || answer.isWaiting) return;
    for (let frame = answer.frames[0]; frame; frame = answer.frames[0]) {
      // Nobody is there: what was said so far is kept until he is back.
      if (tape.link === null) return;
      if (tape.link.buffered > options.maxBuffered) {
        later(answer, FULL_MS);
        return;
      }
      const now = clock.now();
      // A gap in the speech is a gap in the playing.
      if (answer.startedAt === null || now - answer.startedAt > answer.sentMs) answer.startedAt = now - answer.sentMs;
      const ahead = answer.sentMs - (now - answer.startedAt);
      if (ahead >= options.leadMs) {
        later(answer, Math.max(1, ahead - options.leadMs + BURST_MS));
        return;
      }
      const { payload } = frame;
      if (payload instanceof Promise) {
        unwrap(answer, payload, frame);
        return;
      }
      answer.frames.shift();
      if (answer.sentMs === 0) events.onStart(answer.turnId);
      events.onFrame({ at: answer.startedAt + answer.sentMs, levelDb: frame.levelDb });
      answer.sentMs += frame.ms;
      tape.audio(payload);
    }
    if (answer.clauses.length > 0) work(answer);
    else if (answer.isFinished && !answer.isWorking) sent(answer);
  }

  function unwrap(answer: Answer, payload: Promise<Uint8Array>, frame: FrameOut): void {
    answer.isWaiting = true;
    const done = (bytes: Uint8Array | null) => {
      answer.isWaiting = false;
      if (bytes === null) answer.frames.shift();
      else answer.frames[0] = { ...frame, payload: bytes };
      pump(answer);
    };
    // A frame that the codec refuses is a gap of 20 ms.
    payload.then(done, () => done(null));
  }

  function sent(answer: Answer): void {
    answer.isWaiting = true;
    events.onSent(answer.turnId, answer.sentMs);
    const over = () => {
      if (line[0] !== answer) return;
      line.shift();
      events.onDone(answer.turnId);
      const [next] = line;
      if (next) work(next);
    };
    const left = answer.sentMs - position(answer);
    if (left <= 0) over();
    else clock.sleep(left, answer.abort.signal).then(over, () => undefined);
  }

  return {
    get turnId() {
      return line[0]?.turnId ?? null;
    },
    get reports() {
      return hasReported;
    },
    begin(turnId) {
      if (answerOf(turnId)) return;
      line.push({
        turnId,
        abort: new AbortController(),
        clauses: [],
        marks: [],
        frames: [],
        queuedMs: 0,
        sentMs: 0,
        startedAt: null,
        report: null,
        isFinished: false,
        isMute: false,
        isWorking: false,
        isWaiting: false,
      });
      if (line.length === 1) tape.forgetAudio();
    },
    say(turnId, text, aside = false) {
      const answer = answerOf(turnId);
      if (!answer || answer.isMute) return;
      if (!aside) answer.clauses.splice(0, answer.clauses.length, ...answer.clauses.filter((one) => !one.aside));
      answer.clauses.push({ text, aside });
      work(answer);
    },
    finish(turnId) {
      const answer = answerOf(turnId);
      if (!answer || answer.isFinished) return;
      answer.isFinished = true;
      work(answer);
    },
    cut() {
      const [answer] = line;
      for (const one of line.splice(0)) one.abort.abort();
      if (!answer) return null;
      soundOut.flush();
      const { marks, turnId } = answer;
      const ms = position(answer);
      const last = marks.findLast((one) => !one.aside);
      const isWhole = answer.isFinished && answer.clauses.length === 0;
      return {
        turnId,
        ms,
        nearlyAll: isWhole && last !== undefined && ms >= last.startMs && marks.length > 1,
        heardAt: (at) => heardUntil(marks, at),
      };
    },
    played(turnId, ms) {
      hasReported = true;
      const answer = answerOf(turnId);
      if (answer) answer.report = { ms: Math.min(ms, answer.sentMs), at: clock.now() };
    },
    resume() {
      const [answer] = line;
      if (answer) pump(answer);
    },
    close() {
      for (const one of line.splice(0)) one.abort.abort();
      soundOut.close();
    },
  };
}
