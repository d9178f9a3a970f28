import type { TurnEvent } from '@dartwing-va/contract/turn-events.ts';
import type { TurnEvents } from './events.ts';

/**
 * What came after `afterSeq`, then everything live, each event once and in order.
 * `replay` is null when that far back is no longer kept; live events are heard all the same.
 */
export async function follow(
  events: TurnEvents,
  conversationId: string,
  afterSeq: number,
  listener: (event: TurnEvent) => void,
): Promise<{ readonly replay: readonly TurnEvent[] | null; readonly unsubscribe: () => void }> {
  let held: TurnEvent[] | null = [];
  let told = afterSeq;
  const tell = (event: TurnEvent) => {
    if (event.seq <= told) return;
    told = event.seq;
    listener(event);
  };
  // Live first: between reading what was and listening to what comes nothing may fall through.
  const unsubscribe = events.subscribe(conversationId, (event) => {
    if (held) held.push(event);
    else tell(event);
  });
  try {
    const replay = await events.since(conversationId, afterSeq);
    told = replay === null ? await events.lastSeq(conversationId) : (replay.at(-1)?.seq ?? afterSeq);
    const waiting = held;
    // The caller gets the replay first; what came meanwhile follows once he had his turn.
    setImmediate(() => {
      held = null;
      for (const event of waiting) tell(event);
    });
    return { replay, unsubscribe };
  } catch (error) {
    unsubscribe();
    throw error;
  }
}
