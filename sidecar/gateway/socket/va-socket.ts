import type { ErrorBody } from '@dartwing-va/contract/errors.ts';
import type { ClientEvents, ServerEvents } from '@dartwing-va/contract/socket.ts';
import type { Socket } from 'socket.io';
import type { Identity, Person } from '../../people/person.ts';

export interface SocketData {
  identity: Identity;
  person: Person;
}
export type VaSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
export type EndReason = Parameters<ServerEvents['session.ended']>[0]['reason'];

/** Says why, then disconnects. */
export function endSocket(socket: VaSocket, reason: EndReason, error: ErrorBody): void {
  socket.emit('session.ended', { reason, error });
  socket.disconnect(true);
}
