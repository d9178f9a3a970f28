import type { TurnOrigin } from '@dartwing-va/contract/turn-events.ts';

/** A message that was promised an answer, as it stands in the journal until its outcome is committed. */
export interface AcceptedTurn {
  readonly v: 1;
  readonly turnId: string;
  readonly conversationId: string;
  readonly user: string;
  readonly employeeId: string;
  readonly text: string;
  readonly clientMessageId: string | null;
  readonly origin: TurnOrigin;
  /** Epoch ms. */
  readonly acceptedAt: number;
  /** The one card in front of the user when he wrote it. No token is kept: a run after a crash has no live session. */
  readonly bound: string | null;
  /** The cards of a review that asked for one yes, when it was in front. */
  readonly review?: readonly string[];
  /** The answer, in place of what the words would decide about a card. */
  readonly sayInstead?: string;
  /** The process that promised it. */
  readonly runner: string;
}

export function parseAccepted(body: string): AcceptedTurn {
  const turn = JSON.parse(body) as AcceptedTurn;
  if (turn.v !== 1 || typeof turn.turnId !== 'string') throw new TypeError('an accepted message of an unknown form');
  return turn;
}
