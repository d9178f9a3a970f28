import { z } from 'zod';
import { actionIdSchema, conversationId, type PrivacyMode, privacyMode, turnIdSchema } from './rest.ts';
import type { ActionCard, TurnPhase } from './turn-events.ts';

/**
 * `va-voice-v1` (decisions 3): JSON text messages both ways; audio as binary frames, or base64 in `audio.input` and
 * `audio.output` for clients that cannot send binary ones. Served at `/v1/voice` and `/api/v1/voice`, and over socket.io.
 */
export const VOICE_SUBPROTOCOL = 'va-voice-v1';
/** Bytes of one message; one more closes with 1009. */
export const VOICE_MAX_MESSAGE = 1_048_576;
/** A client that sends nothing at all for so long is gone. */
export const VOICE_SILENT_MS = 40_000;

export const VOICE_CLOSE = {
  /** The first message was no `session.start`, or a message could not be read. */
  protocol: 4400,
  unauthorised: 4401,
  forbidden: 4403,
  silent: 4408,
  /** Another session of this person took its place, or there is one already. */
  conflict: 4409,
  tooLarge: 1009,
} as const;

export const SAMPLE_RATES = [8000, 16_000, 24_000, 48_000] as const;
export type SampleRate = (typeof SAMPLE_RATES)[number];
export type VoiceEncoding = 'pcm' | 'opus';

/**
 * The same over socket.io (path `/va/socket.io`): a namespace of its own, `auth: {token}` or the token in the first message. Messages
 * are objects in the event `message`, binary frames Buffers in the event `audio`, header included. What closes a WebSocket is told as
 * `closed`; then the namespace is disconnected, and what else shares the connection stays.
 */
export const VOICE_NAMESPACE = '/voice';
export interface VoiceServerEvents {
  message: (event: VoiceEvent) => void;
  audio: (frame: Uint8Array) => void;
  closed: (notice: { readonly code: number; readonly reason: string }) => void;
}
export interface VoiceClientEvents {
  message: (request: unknown) => void;
  audio: (frame: Uint8Array) => void;
}

/** Audio frames are binary: one byte of kind, then a sequence number (uint32, big-endian), then the samples or the Opus packet. */
export const AUDIO_HEADER_BYTES = 5;
export const AUDIO_KIND = { input: 1, output: 2 } as const;

const sampleRate = z.union(SAMPLE_RATES.map((rate) => z.literal(rate)));
const encoding = z.enum(['pcm', 'opus']);

/** What a client may say. Unknown fields are ignored, unknown types are an error that the session survives. */
export const voiceRequests = {
  'session.start': z.object({
    type: z.literal('session.start'),
    /** The client's own name for it; the server answers with its own. */
    session_id: z.string().max(140).optional(),
    conversation_id: conversationId.optional(),
    /** Of a new conversation; one that is gone on with keeps the mode that it began with. */
    privacy_mode: privacyMode.optional(),
    /** For clients that cannot set a header. */
    token: z.string().max(4096).optional(),
    config: z
      .object({
        input_sample_rate: sampleRate.default(16_000),
        output_sample_rate: sampleRate.default(24_000),
        input_encoding: encoding.default('opus'),
        output_encoding: encoding.default('opus'),
        language: z.string().max(20).default('en-US'),
        voice_id: z.string().max(140).optional(),
        /** False: push-to-talk; `audio.end` says when the person has finished. */
        vad_enabled: z.boolean().default(true),
        interim_results: z.boolean().default(true),
        /** False: audio in base64 messages. */
        binary: z.boolean().default(true),
      })
      .prefault({}),
  }),
  'session.resume': z.object({
    type: z.literal('session.resume'),
    session_id: z.string().max(140),
    last_seq: z.number().int().min(0),
    /** Number of the last audio frame that came; those after it are sent again as far as they are kept. */
    last_audio: z.number().int().min(0).optional(),
    token: z.string().max(4096).optional(),
  }),
  'session.end': z.object({ type: z.literal('session.end'), reason: z.string().max(140).optional() }),
  'audio.input': z.object({
    type: z.literal('audio.input'),
    audio: z.base64(),
    sequence: z.number().int().min(0),
    timestamp_ms: z.number().min(0).optional(),
  }),
  /** Push-to-talk was let go. */
  'audio.end': z.object({ type: z.literal('audio.end') }),
  'audio.interrupt': z.object({ type: z.literal('audio.interrupt') }),
  /** How much of a turn's speech has come out of the loudspeaker, ms. */
  'audio.played': z.object({ type: z.literal('audio.played'), turn_id: turnIdSchema, ms: z.number().min(0) }),
  'text.input': z.object({ type: z.literal('text.input'), content: z.string().max(16_000) }),
  'action.confirm': z.object({
    type: z.literal('action.confirm'),
    action_id: actionIdSchema,
    digest: z.string().max(64).optional(),
  }),
  'action.cancel': z.object({ type: z.literal('action.cancel'), action_id: actionIdSchema }),
  'auth.renew': z.object({ type: z.literal('auth.renew'), token: z.string().min(1).max(4096) }),
  ping: z.object({ type: z.literal('ping'), id: z.union([z.string().max(140), z.number()]).optional() }),
} as const;
export type VoiceRequestType = keyof typeof voiceRequests;
export type VoiceRequest = { [T in VoiceRequestType]: z.output<(typeof voiceRequests)[T]> }[VoiceRequestType];
export type VoiceConfig = z.output<(typeof voiceRequests)['session.start']>['config'];

export interface VoiceWord {
  readonly word: string;
  /** Seconds from the start of the utterance. */
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
}

/** What the server says. `seq` counts from 1 within the session, without gaps; audio frames have a count of their own. */
export type VoiceEvent = { readonly seq: number } & VoiceEventBody;
export type VoiceEventBody =
  | {
      readonly type: 'session.started';
      readonly session_id: string;
      readonly conversation_id: string;
      readonly privacy_mode: PrivacyMode;
      readonly config: {
        readonly input_sample_rate: SampleRate;
        readonly output_sample_rate: SampleRate;
        readonly input_encoding: VoiceEncoding;
        readonly output_encoding: VoiceEncoding;
        readonly language: string;
        /** `provider:voice`; null when answers come as text alone. */
        readonly voice_id: string | null;
        /** False: nobody listens; what is typed is answered. */
        readonly listening: boolean;
        /** No audio is kept. */
        readonly audio_stored: false;
      };
    }
  | { readonly type: 'session.resumed'; readonly session_id: string; readonly last_seq: number }
  | { readonly type: 'session.ended'; readonly reason: string; readonly duration_ms: number }
  | {
      readonly type: 'turn.state';
      readonly turn_id: string | null;
      readonly state: VoiceState;
      readonly phase?: TurnPhase;
    }
  | {
      readonly type: 'transcription.interim';
      readonly text: string;
      readonly confidence: number;
      readonly is_final: false;
    }
  | {
      readonly type: 'transcription.final';
      readonly text: string;
      readonly confidence: number;
      readonly words: readonly VoiceWord[];
    }
  /** The next words of the answer; with `is_complete` the whole of it. */
  | {
      readonly type: 'response.text';
      readonly turn_id: string;
      readonly content: string;
      readonly is_complete: boolean;
    }
  /** What of the answer was really played when it was cut: only that is part of the conversation. */
  | { readonly type: 'response.heard'; readonly turn_id: string; readonly content: string; readonly ms: number }
  /** Base64 for clients that asked for it; carries the `seq` of the last event, since sound is not kept as long as events are. */
  | { readonly type: 'audio.output'; readonly audio: string; readonly sequence: number; readonly is_final: boolean }
  /** Play quieter (`duck`), at full level again (`restore`), or stop and forget what is buffered (`cut`). */
  | { readonly type: 'audio.control'; readonly turn_id: string; readonly action: 'duck' | 'restore' | 'cut' }
  | { readonly type: 'audio.complete'; readonly turn_id: string; readonly duration_ms: number }
  | {
      readonly type: 'action.pending';
      readonly action_id: string;
      readonly action_type: string;
      readonly description: string;
      readonly requires_confirmation: true;
      readonly action: ActionCard;
    }
  | { readonly type: 'action.updated'; readonly action: ActionCard }
  | { readonly type: 'auth.expiring'; readonly expires_at: number }
  | { readonly type: 'pong'; readonly id?: string | number }
  | {
      readonly type: 'error';
      readonly code: string;
      readonly reference: string;
      readonly message: string;
      /** True: the session goes on. */
      readonly recoverable: boolean;
    };

/** What the assistant is doing, as a page shows it. */
export type VoiceState = 'listening' | 'hearing' | 'thinking' | 'speaking' | 'ducked' | 'muted';
