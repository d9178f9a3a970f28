import type { VoiceEvent } from '@dartwing-va/contract/voice.ts';
import type { MicrophoneTrouble } from './microphone-trouble.ts';

export type CallStage = 'idle' | 'connecting' | 'live' | 'reconnecting';
/** `hold`: the person is heard while the button is held. `hands-free`: always, until muted. */
export type CallMode = 'hold' | 'hands-free';
export type CallActivity = 'listening' | 'hearing' | 'thinking' | 'speaking' | 'ducked';

export interface CallState {
  stage: CallStage;
  mode: CallMode;
  /** What the assistant is doing, as the service tells it. */
  activity: CallActivity;
  /** The button is held. */
  isTalking: boolean;
  isMuted: boolean;
  /** Who recognises what is said: the service, the browser itself, or nobody. */
  hears: 'service' | 'browser' | 'nobody';
  /** Who speaks the answers. */
  speaks: 'service' | 'browser' | 'nobody';
  /** What he has to know before the browser itself listens or speaks, and has not agreed to yet. */
  question: string | null;
  /** What the person should know of the call as it is now, such as why it goes on in text. */
  notice: string | null;
  /** Why the last call ended, when it was not the person who ended it. */
  farewell: string | null;
  trouble: MicrophoneTrouble | null;
  microphones: readonly { readonly id: string; readonly label: string }[];
  /** Id of the one in use; blank while there is none. */
  microphone: string;
  /** Answers are announced for a screen reader instead of spoken. */
  isAnnouncing: boolean;
  /** Told to screen readers, politely; `n` tells two equal ones apart. */
  announcement: { readonly text: string; readonly n: number };
}

export function startCallState(): CallState {
  return {
    stage: 'idle',
    mode: 'hands-free',
    activity: 'listening',
    isTalking: false,
    isMuted: false,
    hears: 'service',
    speaks: 'service',
    question: null,
    notice: null,
    farewell: null,
    trouble: null,
    microphones: [],
    microphone: '',
    isAnnouncing: false,
    announcement: { text: '', n: 0 },
  };
}

/** What is seen of a call at a glance: one word for the look, one sentence for the eye. */
export interface CallLook {
  readonly look: 'connecting' | 'reconnecting' | 'muted' | 'ready' | 'text' | CallActivity;
  readonly words: string;
}

export function lookOf(state: CallState): CallLook {
  const { stage, activity } = state;
  if (stage === 'reconnecting') return { look: 'reconnecting', words: 'Reconnecting…' };
  if (state.isTalking) return { look: 'hearing', words: 'I am listening…' };
  if (stage === 'connecting') return { look: 'connecting', words: 'Connecting…' };
  if (activity === 'speaking' || activity === 'ducked') return { look: activity, words: 'Speaking' };
  if (activity === 'thinking') return { look: 'thinking', words: 'Thinking…' };
  if (state.hears === 'nobody') return { look: 'text', words: 'Please type' };
  if (state.isMuted) return { look: 'muted', words: 'Muted' };
  if (activity === 'hearing') return { look: 'hearing', words: 'I am listening…' };
  return state.mode === 'hold' ? { look: 'ready', words: 'Hold to talk' } : { look: 'listening', words: 'Listening' };
}

/** What an event of the call changes of its state; captions and sound are elsewhere. */
export function foldCall(state: CallState, event: VoiceEvent): void {
  switch (event.type) {
    case 'session.started':
      state.hears = event.config.listening ? 'service' : 'nobody';
      state.speaks = event.config.voice_id === null ? 'nobody' : 'service';
      state.activity = 'listening';
      state.notice = null;
      return;
    case 'turn.state':
      if (event.state !== 'muted') state.activity = event.state;
      return;
    case 'transcription.final':
      if (state.hears === 'service') state.notice = null;
      return;
    case 'error':
      state.notice = event.message;
      if (event.code === 'VOICE_MINUTES_USED') {
        state.hears = 'nobody';
        state.speaks = 'nobody';
      }
      return;
    default:
      return;
  }
}
