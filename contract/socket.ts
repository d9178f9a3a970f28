import { z } from 'zod';
import type { ErrorBody } from './errors.ts';
import { MAX_MESSAGE_LENGTH } from './limits.ts';
import { actionIdSchema, conversationId, type PrivacyMode, privacyMode, turnIdSchema } from './rest.ts';
import type { ActionCard, TurnEvent } from './turn-events.ts';

/**
 * The text protocol over socket.io: path `/va/socket.io`, namespace `/`, `auth: {token}` with an access token.
 * Every client event is acknowledged with `{ok: true, ...}` or `{ok: false, error}`.
 */
export { SOCKET_PATH } from './limits.ts';

export const socketRequests = {
  /** Opens a conversation (a new one without id) and replays the events after `last_seq`. */
  'conversation.open': z.object({
    conversation_id: conversationId.optional(),
    last_seq: z.number().int().min(0).default(0),
    /** Of a new one; a conversation keeps the mode that it began with. */
    privacy_mode: privacyMode.optional(),
  }),
  'conversation.close': z.object({ conversation_id: conversationId }),
  /** The text's length and form are the turn's to judge, so that every way in refuses alike. */
  'message.send': z.object({
    conversation_id: conversationId,
    content: z.string().max(MAX_MESSAGE_LENGTH * 2),
    client_message_id: z.string().min(1).max(140),
  }),
  'turn.cancel': z.object({ conversation_id: conversationId, turn_id: turnIdSchema }),
  'action.confirm': z.object({ action_id: actionIdSchema, digest: z.string().max(64).optional() }),
  'action.cancel': z.object({ action_id: actionIdSchema, reason: z.string().max(500).optional() }),
  'action.reverse': z.object({ action_id: actionIdSchema, reason: z.string().max(500).optional() }),
  'auth.renew': z.object({ token: z.string().min(1).max(4096) }),
} as const;
export type SocketRequestName = keyof typeof socketRequests;

export interface SocketAnswers {
  /** `replay` is null when `last_seq` is too far back: load the conversation by REST, then open it at its `last_seq`. */
  'conversation.open': {
    conversation_id: string;
    privacy_mode: PrivacyMode;
    replay: readonly TurnEvent[] | null;
    last_seq: number;
  };
  'conversation.close': Record<string, never>;
  'message.send': { turn_id: string; repeated: boolean };
  'turn.cancel': { cancelled: boolean };
  /** A second confirm of the same action is refused with ACTION_ALREADY_CONFIRMED and the first outcome in its meta (rest.ts, alreadyConfirmed). */
  'action.confirm': { action: ActionCard; message: string };
  'action.cancel': { action: ActionCard };
  'action.reverse': { action: ActionCard; reversal_action_id: string; message: string };
  'auth.renew': { expires_at: number };
}
export type SocketAck<Name extends SocketRequestName> =
  | ({ ok: true } & SocketAnswers[Name])
  | { ok: false; error: ErrorBody };

/** What the server sends by itself. */
export interface ServerEvents {
  event: (event: TurnEvent) => void;
  'auth.expiring': (notice: { expires_at: number }) => void;
  /** The last event before the server disconnects the socket: the token ran out or was revoked, or the service stops. */
  'session.ended': (notice: { reason: 'token_expired' | 'revoked' | 'shutdown'; error: ErrorBody }) => void;
}
export type ClientEvents = {
  [Name in SocketRequestName]: (
    request: z.input<(typeof socketRequests)[Name]>,
    ack: (answer: SocketAck<Name>) => void,
  ) => void;
};
