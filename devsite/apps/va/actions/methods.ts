import type { Ctx, Row, Site } from '../../../engine/types.ts';
import { checked, text } from '../../values.ts';
import type { AuditTrail } from '../audit-log.ts';
import { vaError } from '../errors.ts';
import { isService, newName, optionalArg, requirePerson, requireService, textArg } from '../identity.ts';
import { cardOf } from './card.ts';
import { type Proof, sessionProof } from './case.ts';
import { cancel, execute } from './execute.ts';
import { reverse } from './reverse.ts';
import { storedAction } from './stored.ts';

const MAX_REASON = 500;

/** Confirm, execute, cancel, undo, reverse and card: writing as the employee is this one thing only. */
export function addActionMethods(site: Site, trail: AuditTrail): void {
  const post = { verbs: ['POST'] } as const;
  site.addMethod('dartwing_va.api.execute_action', post, (ctx, args) => {
    requireService(ctx);
    const action = textArg(args, 'action');
    return execute(ctx, trail, action, textArg(args, 'digest'), sessionProof(ctx, args['proof']));
  });
  site.addMethod('dartwing_va.api.confirm_action', post, (ctx, args) => {
    const proof = ownProof(ctx);
    return execute(ctx, trail, textArg(args, 'action'), optionalArg(args, 'digest'), proof);
  });
  site.addMethod('dartwing_va.api.cancel_action', post, (ctx, args) => {
    const { user } = ownProof(ctx);
    return cancel(ctx, trail, textArg(args, 'action'), reasonArg(args), user);
  });
  site.addMethod('dartwing_va.api.reverse_action', post, (ctx, args) => {
    requireService(ctx);
    const action = textArg(args, 'action');
    return reverse(ctx, trail, action, textArg(args, 'reversal'), reasonArg(args), sessionProof(ctx, args['proof']));
  });
  site.addMethod('dartwing_va.api.undo_action', post, (ctx, args) => {
    const proof = ownProof(ctx);
    return reverse(ctx, trail, textArg(args, 'action'), newName(ctx, 'act'), reasonArg(args), proof);
  });
  site.addMethod('dartwing_va.api.card', { verbs: ['GET'] }, (ctx, args) => {
    const caller = isService(ctx) ? null : requirePerson(ctx);
    const action = storedAction(ctx, textArg(args, 'action'));
    if (caller !== null && action.user !== caller) throw vaError('ACTION_NOT_FOUND');
    return cardOf(ctx, action);
  });
  site.addButtons('VA Action Log', (ctx, doc) => {
    if (doc.owner !== ctx.user) return [];
    const confirm = () => execute(ctx, trail, doc.name, text(doc['digest']), ownProof(ctx));
    const undo = () => reverse(ctx, trail, doc.name, newName(ctx, 'act'), '', ownProof(ctx));
    if (doc['status'] === 'completed' && checked(doc['reversible'])) return [{ label: 'Undo', press: undo }];
    if (doc['status'] !== 'pending') return [];
    return [
      { label: 'Confirm', press: confirm },
      { label: 'Cancel Action', press: () => cancel(ctx, trail, doc.name, '', ownProof(ctx).user) },
    ];
  });
}

/** The person's own request to the site is the stronger proof: the sidecar is not in its path. */
function ownProof(ctx: Ctx): Proof {
  return { kind: 'user', user: requirePerson(ctx), active: true };
}

function reasonArg(args: Row): string {
  return (optionalArg(args, 'reason', 10_000) ?? '').slice(0, MAX_REASON);
}
