import type { TurnEvent, TurnEventBody } from '@dartwing-va/contract/turn-events.ts';
import type { EngineDeps } from './deps.ts';

/** Events of conversations: numbered, kept for resume, told to every device. */
export interface TurnEvents {
  emit(conversationId: string, turnId: string, bodies: readonly TurnEventBody[]): Promise<void>;
  /** Null when that far back is no longer kept. */
  since(conversationId: string, afterSeq: number): Promise<readonly TurnEvent[] | null>;
  lastSeq(conversationId: string): Promise<number>;
  subscribe(conversationId: string, listener: (event: TurnEvent) => void): () => void;
}

type Kept = Omit<TurnEvent, 'seq'>;

export function createTurnEvents(deps: Pick<EngineDeps, 'stores' | 'siteKey' | 'clock' | 'log'>): TurnEvents {
  const keyOf = (conversationId: string) => deps.siteKey('events', conversationId);
  return {
    async emit(conversationId, turnId, bodies) {
      if (bodies.length === 0) return;
      const at = deps.clock.now();
      const texts = bodies.map((body) =>
        JSON.stringify({ ...body, conversation_id: conversationId, turn_id: turnId, at }),
      );
      await deps.stores.events.append(keyOf(conversationId), texts);
    },
    async since(conversationId, afterSeq) {
      const kept = await deps.stores.events.since(keyOf(conversationId), afterSeq);
      return kept?.map(({ seq, body }) => numbered(seq, body)) ?? null;
    },
    lastSeq: (conversationId) => deps.stores.events.lastSeq(keyOf(conversationId)),
    subscribe: (conversationId, listener) =>
      deps.stores.events.subscribe(keyOf(conversationId), (seq, body) => listener(numbered(seq, body))),
  };
}

function numbered(seq: number, body: string): TurnEvent {
  return { seq, ...(JSON.parse(body) as Kept) } as TurnEvent;
}
