import type { Ctx, Row } from '../../engine/types.ts';
import { text, textOrNull } from '../values.ts';
import { isService, serviceUser } from './identity.ts';

/** Tells the sidecar, after commit, ids only; never about rows that it wrote itself. */
export function tellSidecar(ctx: Ctx, message: Row): void {
  const user = serviceUser(ctx);
  if (user !== '' && !isService(ctx)) ctx.publish('dartwing_va', message, `user:${user}`);
}

/** Tells the employee's open pages that an answer arrived or a turn's status changed. */
export function tellTurn(ctx: Ctx, user: string | null, turn: Row): void {
  if (user === null) return;
  const message = { conversation: text(turn['conversation']), turn: text(turn['name']), status: text(turn['status']) };
  ctx.publish('dartwing_va_turn', message, `user:${user}`);
}

/** Tells the employee's open pages, and the sidecar when it was not its doing, that an action changed. */
export function tellAction(ctx: Ctx, user: string, action: Row): void {
  const ids = {
    action: text(action['name']),
    status: text(action['status']),
    conversation: textOrNull(action['conversation']),
  };
  ctx.publish('dartwing_va_action', ids, `user:${user}`);
  tellSidecar(ctx, { kind: 'action', user, ...ids });
}
