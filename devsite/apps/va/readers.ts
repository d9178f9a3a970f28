import type { Ctx, Doc } from '../../engine/types.ts';
import { vaError } from './errors.ts';
import { requireEmployee, serviceUser } from './identity.ts';

/** The Employee who reads: by a delegation or by his own login. */
export function personReading(ctx: Ctx): Doc {
  if (ctx.user === 'Guest') throw vaError('UNAUTHORIZED');
  if (ctx.user === 'Administrator' || ctx.user === serviceUser(ctx)) throw vaError('FORBIDDEN');
  return requireEmployee(ctx, ctx.user);
}
