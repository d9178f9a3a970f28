import { asVaError, isVaError, VaError } from '../lib/va-error.ts';
import type { People, Person } from '../people/person.ts';
import type { JournalEntry } from '../stores/stores.ts';
import type { AcceptedIndex } from './accepted-index.ts';
import { type AcceptedTurn, parseAccepted } from './accepted-turn.ts';
import type { EngineDeps } from './deps.ts';
import type { TurnEvents } from './events.ts';
import { refuseTurn } from './record/refuse.ts';
import { say } from './sentences.ts';
import type { StateStore } from './state/state-store.ts';

const PAGE = 200;
/** A process that has not said for this long that it lives is gone, ms. */
const ALIVE_MS = 20_000;
/** Longer than from the commit of a message to the start of its run, ms. */
const FRESH_MS = 10_000;
const HOUR_MS = 3_600_000;

export interface Recovery {
  /** Runs accepted messages again whose process is gone; gives how many. */
  recover(): Promise<number>;
  /** Says that this process lives. */
  beat(): Promise<void>;
}

/**
 * After a crash: every message that was promised an answer and has none runs again under the same turn id, so that
 * actions get the same names and nothing is proposed twice.
 */
export function createRecovery(
  deps: EngineDeps,
  parts: {
    readonly runner: string;
    readonly states: StateStore;
    readonly events: TurnEvents;
    readonly accepted: AcceptedIndex;
    readonly isHere: (turnId: string) => boolean;
    readonly again: (turn: AcceptedTurn, person: Person) => void;
  },
): Recovery {
  const people: Pick<People, 'person'> = deps.people;
  const beatKey = (runner: string) => deps.siteKey('runner', runner);

  async function isOrphan(turn: AcceptedTurn, entry: JournalEntry): Promise<boolean> {
    if (parts.isHere(turn.turnId)) return false;
    // One of ours that has just been accepted is about to run; an older one is left over from a failed commit.
    if (turn.runner === parts.runner) return deps.clock.now() - entry.appendedAt > FRESH_MS;
    if (!deps.sharedStores) return true;
    return (await deps.stores.kv.get(beatKey(turn.runner))) === null;
  }

  async function revive(turn: AcceptedTurn): Promise<boolean> {
    const { count } = await deps.stores.counters.hit(deps.siteKey('attempts', turn.turnId), HOUR_MS);
    if (count > deps.settings.turn.attempts) {
      // It takes the process down with it each time: better told than tried for ever.
      await refuseTurn(deps, parts, turn, new VaError('INTERNAL_ERROR', { message: say('interrupted') }));
      return false;
    }
    let person: Person;
    try {
      person = await people.person(turn.user);
    } catch (error) {
      if (!isVaError(error) || error.retryable) throw error;
      await refuseTurn(deps, parts, turn, error);
      return false;
    }
    await tellQuestion(turn);
    parts.again(turn, person);
    return true;
  }

  /** The process may have died before the message itself was told. */
  async function tellQuestion(turn: AcceptedTurn): Promise<void> {
    const last = await parts.events.lastSeq(turn.conversationId);
    const kept = await parts.events.since(turn.conversationId, Math.max(0, last - PAGE));
    if (kept?.some((event) => event.turn_id === turn.turnId && event.type === 'user.message')) return;
    await parts.events.emit(turn.conversationId, turn.turnId, [
      { type: 'user.message', text: turn.text, client_message_id: turn.clientMessageId, origin: turn.origin },
    ]);
  }

  return {
    async recover() {
      let revived = 0;
      let after: string | undefined;
      for (;;) {
        const entries = await deps.stores.journal.read('turns', PAGE, after);
        for (const entry of entries) {
          after = entry.id;
          try {
            const turn = parseAccepted(entry.body);
            if ((await isOrphan(turn, entry)) && (await revive(turn))) revived += 1;
          } catch (error) {
            deps.log.warn(
              'an accepted message could not be taken up again yet',
              { code: asVaError(error).code },
              error,
            );
          }
        }
        if (entries.length < PAGE) return revived;
      }
    },
    async beat() {
      if (deps.sharedStores) await deps.stores.kv.set(beatKey(parts.runner), '1', { ttlMs: ALIVE_MS });
    },
  };
}
