import type { VoiceEvent } from '@dartwing-va/contract/voice.ts';
import { reactive, readonly, ref, shallowRef } from 'vue';
import { TransportError, type VoiceDoor } from '../transport/transport.ts';
import { createBrowserSide } from './browser-side.ts';
import { type CallSound, openCallSound } from './call-sound.ts';
import { type CallMode, type CallState, foldCall, startCallState } from './call-state.ts';
import { type Caption, foldCaptions, withoutInterim, withPlayed } from './captions.ts';
import type { Encodings } from './codec.ts';
import { keepChoices, readChoices } from './devices.ts';
import { MicrophoneRefused } from './sound.ts';
import { createSpeaker, type Speaker } from './speaker.ts';
import type { SpeechSource } from './speech-source.ts';
import { createTalkTimes } from './talk-button.ts';
import { createHearing, type Hearing } from './vad/hearing.ts';
import { createVoiceLink, type LinkOver, type VoiceLink } from './voice-link.ts';
import { CAPTURE_RATE } from './worklet/messages.ts';

const OUTPUT_RATE = 24_000;
/** Less sound than this is no word, frames of 20 ms. */
const SHORTEST_FRAMES = 8;

export interface CallDeps {
  /** Null where no call can be taken: the page does not reach the service directly. */
  readonly door: () => VoiceDoor | null;
  /** The conversation in front of the person; a new one when there is none. */
  readonly place: () => Promise<string>;
  /** Address of va_audio.js. */
  readonly moduleUrl: string;
  /** An answer was cut: so much of it was heard. */
  readonly onHeard: (turnId: string, words: string) => void;
  readonly onSignedOut: () => void;
  readonly storage: Storage | null;
  /** The browser's own speech, for what the service has not. */
  readonly speech?: SpeechSource | null;
}

/** The page's call: what is shown of it, and what a person can do. Components only render it. */
export function createCall(deps: CallDeps) {
  const choices = readChoices(deps.storage);
  const state = reactive<CallState>({ ...startCallState(), isAnnouncing: choices.isAnnouncing });
  const captions = shallowRef<readonly Caption[]>([]);
  const level = ref(0);
  let link: VoiceLink | null = null;
  let sound: CallSound | null = null;
  let speaker: Speaker | null = null;
  /** Of a hands-free call. */
  let hearing: Hearing | null = null;
  let encodings: Encodings = { input: 'pcm', output: 'pcm' };
  let conversationId: string | null = null;
  /** Said before there was a link. */
  let early: Uint8Array<ArrayBuffer>[] = [];
  /** The button was let go before there was a link. */
  let isReleasedEarly = false;
  /** Counts the calls: what comes late for one before is dropped. */
  let call = 0;

  const browser = createBrowserSide(deps.speech ?? null, {
    onInterim: (text) => hear({ seq: 0, type: 'transcription.interim', text, confidence: 1, is_final: false }),
    onFinal(text) {
      hear({ seq: 0, type: 'transcription.final', text, confidence: 1, words: [] });
      link?.send({ type: 'text.input', content: text });
    },
    onTrouble: (message) => {
      state.notice = message;
    },
    onSpeaking: (isSpeaking) => {
      state.activity = isSpeaking ? 'speaking' : 'listening';
    },
  });

  const times = createTalkTimes(hangUp);
  const stir = () => times.stir(state.stage !== 'idle' && state.mode === 'hold');

  function announce(text: string): void {
    state.announcement = { text, n: state.announcement.n + 1 };
  }
  function hear(event: VoiceEvent): void {
    captions.value = foldCaptions(captions.value, event, state.speaks === 'service');
  }

  async function begin(mode: CallMode): Promise<void> {
    const door = deps.door();
    Object.assign(state, { mode, stage: 'connecting', farewell: null, trouble: null, notice: null, isMuted: false });
    call += 1;
    const mine = call;
    if (door === null) {
      end('A call needs a direct connection to the assistant, which this page does not have. Typing works as always.');
      return;
    }
    captions.value = [];
    early = [];
    isReleasedEarly = false;
    announce('Connecting');
    try {
      await Promise.all([listen(mine), place(mine)]);
      if (mine === call) dial(door);
    } catch (error) {
      if (mine !== call) return;
      if (error instanceof MicrophoneRefused) {
        end(null);
        state.trouble = error.trouble;
        announce(`${error.trouble.title}. ${error.trouble.help}`);
      } else if (error instanceof TransportError) end(error.message);
      else {
        console.error(error);
        end('The call could not be started. Try again, please.');
      }
    }
  }
  /** Sound first: what is said while the rest is prepared is kept. */
  async function listen(mine: number): Promise<void> {
    const opened = await openCallSound({
      moduleUrl: deps.moduleUrl,
      state,
      choices,
      isGateOpen: () => state.mode === 'hands-free' || state.isTalking,
      pass: (frame) => (state.mode === 'hands-free' ? hearing?.pass(frame) : null) ?? [frame.samples],
      onPacket: (packet) => (link === null ? early.push(packet) : link.audio(packet)),
      onLevel: (now) => {
        level.value = now;
      },
      onNews: (news) => speaker?.news(news),
      onBroken: () => restart({ ...encodings, input: 'pcm' }),
      announce,
    });
    if (mine !== call) {
      opened.close();
      return;
    }
    sound = opened;
    encodings = opened.encodings;
    listenOrNot();
  }
  async function place(mine: number): Promise<void> {
    const id = await deps.place();
    if (mine === call) conversationId = id;
  }
  function dial(door: VoiceDoor): void {
    if (conversationId === null) return;
    if (state.mode === 'hands-free')
      hearing ??= createHearing(door.url, {
        duck: () => speaker?.duck(),
        restore: () => speaker?.restore(),
      });
    const mine = createVoiceLink({
      door,
      conversationId,
      config: {
        input_sample_rate: CAPTURE_RATE,
        output_sample_rate: OUTPUT_RATE,
        input_encoding: encodings.input,
        output_encoding: encodings.output,
        vad_enabled: state.mode === 'hands-free',
        speak: !state.isAnnouncing,
      },
      events: {
        onStage: (stage) => mine === link && onStage(stage),
        onEvent: (event) => mine === link && onEvent(event),
        onFrame: (payload) => mine === link && speaker?.frame(payload),
        onRestart: () => mine === link && speaker?.interrupt(),
        onOver: (over) => mine === link && onOver(over),
      },
    });
    link = mine;
    speaker?.close();
    speaker = createSpeaker({
      encoding: encodings.output,
      sampleRate: OUTPUT_RATE,
      play: (order) => sound?.play(order),
      outputDelayMs: () => sound?.outputDelayMs ?? 0,
      onPlayed(turnId, ms) {
        captions.value = withPlayed(captions.value, turnId, ms);
      },
      onReport: (turn_id, ms) => mine === link && mine.send({ type: 'audio.played', turn_id, ms }),
      onBroken: () => restart({ ...encodings, output: 'pcm' }),
    });
    mine.open();
    for (const packet of early.splice(0)) mine.audio(packet);
    if (isReleasedEarly) mine.send({ type: 'audio.end' });
    isReleasedEarly = false;
  }
  /** Another session in the same conversation, with other terms. */
  function restart(next: Encodings = encodings): void {
    const door = deps.door();
    const old = link;
    link = null;
    old?.end();
    if (next.input !== encodings.input) sound?.ears.encode(next.input);
    encodings = next;
    captions.value = withoutInterim(captions.value);
    if (door !== null && state.stage !== 'idle' && old !== null) dial(door);
  }

  function onStage(stage: 'connecting' | 'live' | 'reconnecting'): void {
    if (state.stage === stage) return;
    const before = state.stage;
    state.stage = stage;
    if (stage === 'reconnecting') announce('The connection broke. Reconnecting.');
    if (stage === 'live' && before === 'reconnecting') announce('Connected again.');
    stir();
  }
  function onEvent(event: VoiceEvent): void {
    if (event.type !== 'pong') stir();
    foldCall(state, event);
    hear(event);
    switch (event.type) {
      case 'session.started':
        settleWhoSpeaks();
        return;
      case 'turn.state':
        if (event.phase === undefined) hearing?.answer(event.state === 'speaking' || event.state === 'ducked');
        // With a phase it is news of a turn; without, of the voice.
        if (event.phase === undefined && event.state === 'speaking' && event.turn_id !== null)
          speaker?.begin(event.turn_id);
        if (event.state === 'listening') captions.value = withoutInterim(captions.value);
        return;
      case 'audio.complete':
        speaker?.end(event.turn_id);
        return;
      case 'audio.control':
        hearing?.decided(event.action);
        if (event.action === 'cut') speaker?.cut(event.turn_id);
        else if (event.action === 'duck') speaker?.duck();
        else speaker?.restore();
        return;
      case 'response.heard':
        deps.onHeard(event.turn_id, event.content);
        return;
      case 'response.text':
        if (event.is_complete && state.speaks === 'browser') browser.speak(event.content);
        return;
      case 'error':
        announce(event.message);
        if (event.code === 'VOICE_MINUTES_USED') settleWhoSpeaks();
        return;
      default:
        return;
    }
  }
  /** What the service has not, the browser may have. */
  function settleWhoSpeaks(): void {
    const { speech } = deps;
    const lacksEar = state.hears === 'nobody' && speech?.hears === true;
    const lacksMouth = state.speaks === 'nobody' && speech?.speaks === true && !state.isAnnouncing;
    // Before it is used first the person reads where the sound goes.
    state.question = speech && !speech.agreed && (lacksEar || lacksMouth) ? speech.notice : null;
    if (speech?.agreed) {
      if (lacksEar) state.hears = 'browser';
      if (lacksMouth) state.speaks = 'browser';
      if (lacksEar || lacksMouth) state.notice = speech.notice;
    }
    // Two ears at one microphone help nobody; and nobody shall look listened to who is not.
    if (state.hears !== 'service') sound?.ears.close();
    else if (sound && !sound.ears.isOpen && state.trouble === null) {
      sound.ears.encode(encodings.input);
      void sound.choose(choices.microphone);
    }
    listenOrNot();
    if (state.question !== null) announce(state.question);
    else announce(state.hears === 'nobody' ? 'Connected. Please type.' : state.mode === 'hold' ? 'Ready' : 'Listening');
  }
  function listenOrNot(): void {
    const isOpen = state.isTalking || (state.mode === 'hands-free' && !state.isMuted);
    sound?.ears.gate(isOpen);
    sound?.ears.mute(state.isMuted && !state.isTalking);
    if (state.hears === 'browser') browser.listen(isOpen);
  }
  function onOver(over: LinkOver): void {
    link = null;
    end(over.message);
    if (over.kind === 'signed-out') deps.onSignedOut();
  }
  function end(farewell: string | null): void {
    call += 1;
    times.close();
    const old = link;
    link = null;
    old?.end();
    browser.close();
    speaker?.close();
    speaker = null;
    hearing = null;
    sound?.close();
    sound = null;
    conversationId = null;
    captions.value = withoutInterim(captions.value);
    Object.assign(state, {
      stage: 'idle',
      isTalking: false,
      isMuted: false,
      activity: 'listening',
      farewell,
      question: null,
    });
    announce(farewell ?? 'The call has ended.');
  }
  function hangUp(): void {
    if (state.stage !== 'idle') end(null);
  }
  function interrupt(): void {
    speaker?.interrupt();
    browser.silence();
    link?.send({ type: 'audio.interrupt' });
  }

  return {
    state: readonly(state),
    captions,
    level: readonly(level),
    /** Whether a call can be taken at all on this page. */
    isPossible: () => deps.door() !== null,
    /** The conversation it belongs to; null while there is none. */
    conversation: () => conversationId,
    /** The button is held: what is said now counts. Begins a call when there is none. */
    press(): void {
      times.hold();
      if (state.isTalking) return;
      state.isTalking = true;
      if (state.stage === 'idle') void begin('hold');
      else if (state.activity === 'speaking' || state.activity === 'ducked') interrupt();
      listenOrNot();
      stir();
    },
    /** The button was let go: what was said is a turn. */
    release(): void {
      if (!state.isTalking) return;
      state.isTalking = false;
      stir();
      if (state.hears === 'browser') {
        browser.finish();
        return;
      }
      times.letGo(() => {
        const said = sound?.ears.frames ?? 0;
        listenOrNot();
        if (said < SHORTEST_FRAMES) {
          if (state.stage === 'live') state.notice = 'Hold the button for as long as you speak.';
          return;
        }
        const mine = call;
        void sound?.ears.drained().then(() => {
          if (mine !== call) return;
          if (link === null) isReleasedEarly = true;
          else link.send({ type: 'audio.end' });
        });
      });
    },
    /** The button was pressed for a moment only: no need to hold it any more, or again. */
    toggleHandsFree(): void {
      times.hold();
      state.isTalking = false;
      const mode = state.mode === 'hands-free' && state.stage !== 'idle' ? 'hold' : 'hands-free';
      if (state.stage === 'idle') {
        void begin(mode);
        return;
      }
      state.mode = mode;
      state.isMuted = false;
      listenOrNot();
      restart();
      stir();
    },
    mute(isMuted: boolean): void {
      state.isMuted = isMuted;
      listenOrNot();
      announce(isMuted ? 'Muted' : 'Listening');
    },
    /** The browser may listen and speak itself. */
    agree(): void {
      deps.speech?.agree();
      settleWhoSpeaks();
    },
    interrupt,
    hangUp,
    /** Typed words in a call: the answer is spoken too. False when there is no connection to send them over. */
    type(text: string): boolean {
      if (state.stage !== 'live' || link === null) return false;
      browser.silence();
      link.send({ type: 'text.input', content: text });
      return true;
    },
    async choose(microphone: string): Promise<void> {
      choices.microphone = microphone;
      keepChoices(deps.storage, choices);
      await sound?.choose(microphone);
    },
    /** For people whose screen reader speaks: answers are announced, not spoken. */
    announceAnswers(isAnnouncing: boolean): void {
      choices.isAnnouncing = isAnnouncing;
      state.isAnnouncing = isAnnouncing;
      keepChoices(deps.storage, choices);
      if (state.stage !== 'idle') restart();
    },
    dismiss(): void {
      state.trouble = null;
      state.farewell = null;
    },
  };
}
export type Call = ReturnType<typeof createCall>;
