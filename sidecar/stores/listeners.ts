import type { Log } from '../lib/log.ts';

export type Listener = (seq: number, body: string) => void;

/** Who listens to which conversation in this process. */
export interface Listeners {
  add(conversation: string, listener: Listener): () => void;
  tell(conversation: string, firstSeq: number, bodies: readonly string[]): void;
  has(conversation: string): boolean;
}

/** A listener that throws is logged and does not keep the others from hearing. */
export function listeners(log: Log): Listeners {
  const byConversation = new Map<string, Set<{ readonly call: Listener }>>();
  return {
    add(conversation, listener) {
      const entry = { call: listener };
      const all = byConversation.get(conversation) ?? new Set();
      byConversation.set(conversation, all.add(entry));
      return () => {
        all.delete(entry);
        if (all.size === 0 && byConversation.get(conversation) === all) byConversation.delete(conversation);
      };
    },
    tell(conversation, firstSeq, bodies) {
      const all = byConversation.get(conversation);
      if (!all) return;
      bodies.forEach((body, offset) => {
        for (const { call } of [...all]) {
          try {
            call(firstSeq + offset, body);
          } catch (error) {
            log.error('a listener of events failed', { conversation_id: conversation }, error);
          }
        }
      });
    },
    has: (conversation) => byConversation.has(conversation),
  };
}
