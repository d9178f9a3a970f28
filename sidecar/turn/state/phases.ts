import type { TurnPhase } from '@dartwing-va/contract/turn-events.ts';

/** The state machine of 3.3: which phase may follow which within a conversation. */
const NEXT: Readonly<Record<TurnPhase, readonly TurnPhase[]>> = {
  idle: ['receiving', 'executing'],
  receiving: ['processing', 'idle', 'awaiting_confirmation'],
  processing: ['responding', 'executing', 'awaiting_confirmation', 'idle', 'receiving'],
  awaiting_confirmation: ['receiving', 'executing', 'idle'],
  executing: ['responding', 'processing', 'awaiting_confirmation', 'idle'],
  responding: ['processing', 'executing', 'awaiting_confirmation', 'idle', 'receiving'],
};

/** Whether `to` may follow `from`. Staying is not moving. */
export function mayFollow(from: TurnPhase, to: TurnPhase): boolean {
  return NEXT[from].includes(to);
}
