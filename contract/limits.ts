/** Longest message, in characters (UTF-16 code units), that a turn accepts. */
export const MAX_MESSAGE_LENGTH = 8000;

/** Path of the text protocol over socket.io (contract/socket.ts). */
export const SOCKET_PATH = '/va/socket.io';

export const VOICE_SUBPROTOCOL = 'va-voice-v1';
/** A token of `va-voice-v1`, offered as one more subprotocol by browsers, which cannot set a header. */
export const VOICE_BEARER = 'bearer.';

/** Why a voice connection was closed by the service. */
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

/** Audio frames are binary: one byte of kind, then a sequence number (uint32, big-endian), then the samples or the Opus packet. */
export const AUDIO_HEADER_BYTES = 5;
export const AUDIO_KIND = { input: 1, output: 2 } as const;
