import type { JournalEntry } from '../stores/stores.ts';
import { parseAccepted } from './accepted-turn.ts';
import type { EngineDeps } from './deps.ts';

/** Read at once. */
const PAGE = 500;

/** Which journal entry holds which accepted message: its outcome removes it by that id. */
export interface AcceptedIndex {
  /** Null when the journal has none for this turn (any more). */
  entryOf(turnId: string): Promise<string | null>;
  forget(turnId: string): void;
}

/** Reads on from where it stopped, so that a turn costs the same however many wait. */
export function createAcceptedIndex(deps: Pick<EngineDeps, 'stores' | 'log'>): AcceptedIndex {
  const known = new Map<string, string>();
  let after: string | undefined;
  let reading: Promise<void> = Promise.resolve();

  async function readOn(): Promise<void> {
    for (;;) {
      const entries: JournalEntry[] = await deps.stores.journal.read('turns', PAGE, after);
      for (const entry of entries) {
        after = entry.id;
        try {
          known.set(parseAccepted(entry.body).turnId, entry.id);
        } catch (error) {
          deps.log.error('an accepted message cannot be read', { entry: entry.id }, error);
        }
      }
      if (entries.length < PAGE) return;
    }
  }

  return {
    async entryOf(turnId) {
      if (!known.has(turnId)) {
        reading = reading.then(readOn, readOn);
        await reading;
      }
      return known.get(turnId) ?? null;
    },
    forget(turnId) {
      known.delete(turnId);
    },
  };
}
