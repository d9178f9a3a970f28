import {
  AUDIO_HEADER_BYTES,
  AUDIO_KIND,
  type VoiceRequest,
  type VoiceRequestType,
  voiceRequests,
} from '@dartwing-va/contract/voice.ts';
import { VaError } from '../../lib/va-error.ts';
import { say } from '../../voice/sentences.ts';

/** Fields of `session.start` about sound: wrong ones have a code of their own. */
const FORMAT = /^config\.(?:input|output)_(?:sample_rate|encoding)$/u;

/** Not even the kind of message can be told: the connection ends. */
export class UnreadableMessage extends Error {}

/** A message of a transport that carries text: read when it is its turn. */
export class JsonText {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  /** @throws UnreadableMessage. */
  parse(): unknown {
    try {
      return JSON.parse(this.#text);
    } catch (error) {
      throw new UnreadableMessage('no JSON', { cause: error });
    }
  }
}

/**
 * A message as a request: JSON text, or the object that a transport made of it. `defaults` are those of 11.4.1 for `session.start`.
 * @throws UnreadableMessage; VaError VOICE_PROTOCOL (unknown type), VOICE_FORMAT, VALIDATION_ERROR.
 */
export function requestOf(raw: unknown, defaults: URLSearchParams): VoiceRequest {
  const message = objectOf(raw);
  const type = message['type'];
  if (typeof type !== 'string' || !Object.hasOwn(voiceRequests, type))
    throw new VaError('VOICE_PROTOCOL', { message: say('unknownMessage') });
  const given = type === 'session.start' ? withDefaults(message, defaults) : message;
  const parsed = voiceRequests[type as VoiceRequestType].safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? type;
  if (FORMAT.test(field))
    throw new VaError('VOICE_FORMAT', { message: say('format', { field, problem: issue?.message ?? 'not valid' }) });
  throw new VaError('VALIDATION_ERROR', { message: `${field}: ${issue?.message ?? 'not valid'}` });
}

/** A binary message as an audio frame. @throws VaError VOICE_PROTOCOL. */
export function frameOf(message: Uint8Array): { readonly bytes: Uint8Array; readonly sequence: number } {
  if (message.byteLength < AUDIO_HEADER_BYTES || message[0] !== AUDIO_KIND.input)
    throw new VaError('VOICE_PROTOCOL', { message: say('unknownMessage') });
  const sequence =
    (message[1] as number) * 2 ** 24 +
    (((message[2] as number) << 16) | ((message[3] as number) << 8) | (message[4] as number));
  const length = message.byteLength - AUDIO_HEADER_BYTES;
  return { bytes: new Uint8Array(message.buffer, message.byteOffset + AUDIO_HEADER_BYTES, length), sequence };
}

/** Sound of ours as a binary message. */
export function framed(frame: Uint8Array, sequence: number): Buffer {
  const message = Buffer.allocUnsafe(AUDIO_HEADER_BYTES + frame.byteLength);
  message[0] = AUDIO_KIND.output;
  message.writeUInt32BE(sequence >>> 0, 1);
  message.set(frame, AUDIO_HEADER_BYTES);
  return message;
}

function objectOf(raw: unknown): Record<string, unknown> {
  const message = raw instanceof JsonText ? raw.parse() : raw;
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    throw new UnreadableMessage('no object');
  return message as Record<string, unknown>;
}

/** What the address says of the sound counts where the message says nothing. */
function withDefaults(message: Record<string, unknown>, query: URLSearchParams): Record<string, unknown> {
  const rate = query.get('sample_rate');
  const encoding = query.get('encoding');
  const conversation = query.get('conversation_id');
  const config = typeof message['config'] === 'object' && message['config'] !== null ? message['config'] : {};
  return {
    ...(conversation === null ? {} : { conversation_id: conversation }),
    ...message,
    config: {
      ...(rate === null ? {} : { input_sample_rate: Number(rate) }),
      ...(encoding === null ? {} : { input_encoding: encoding }),
      ...config,
    },
  };
}
