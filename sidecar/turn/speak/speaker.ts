import type { TurnEventBody, TurnPhase } from '@dartwing-va/contract/turn-events.ts';
import { VISUAL_LIMITS } from '@dartwing-va/contract/visuals.ts';
import type { Log } from '../../lib/log.ts';
import type { TurnEvents } from '../events.ts';
import type { Shown } from '../state/conversation-state.ts';
import { mayFollow } from '../state/phases.ts';

/** A delta is sent at the end of a clause, or when it is this long: the event log keeps 500 events, not 500 words. */
const LONGEST_DELTA = 60;
const CLAUSE_END = /[.!?:;\n]["')\]]?\s*$/;

/** What one turn lets the world hear and see while it runs. */
export interface Speaker {
  readonly phase: TurnPhase;
  /** All that was said so far. */
  readonly text: string;
  /** What was shown beside the words. */
  readonly shown: Shown;
  /** Moves to a phase; the same phase again, or one with a note, is told too. */
  move(phase: TurnPhase, note?: string): Promise<void>;
  say(text: string): Promise<void>;
  /** Sends what is held back for the end of a clause. */
  flush(): Promise<void>;
  tell(event: TurnEventBody): Promise<void>;
}

export function createSpeaker(options: {
  readonly events: TurnEvents;
  readonly conversationId: string;
  readonly turnId: string;
  readonly log: Log;
  /** Told before the events are. */
  readonly onText?: (text: string, turnId: string) => void;
  /** No event goes out before; rejects when none may. */
  readonly ready?: Promise<void>;
}): Speaker {
  let phase: TurnPhase = 'receiving';
  let said = '';
  let held = '';
  let shown: Shown = { visuals: [], citations: [] };

  async function emit(bodies: readonly TurnEventBody[]): Promise<void> {
    if (options.ready !== undefined) await options.ready;
    try {
      await options.events.emit(options.conversationId, options.turnId, bodies);
    } catch (error) {
      // Nobody hears it live, but the answer is recorded all the same; a page that reloads finds it.
      options.log.error('events of a turn could not be sent', { turn_id: options.turnId }, error);
    }
  }
  async function move(to: TurnPhase, note?: string): Promise<void> {
    if (to === phase && note === undefined) return;
    if (to !== phase && !mayFollow(phase, to)) {
      options.log.error('a turn took a way that does not exist', { from: phase, to });
    }
    phase = to;
    await emit([{ type: 'turn.state', phase, ...(note === undefined ? {} : { note }) }]);
  }
  async function flush(): Promise<void> {
    if (held === '') return;
    const text = held;
    held = '';
    await emit([{ type: 'text.delta', text }]);
  }

  return {
    get phase() {
      return phase;
    },
    get text() {
      return said;
    },
    move,
    async say(text) {
      if (text === '') return;
      const first = said === '';
      said += text;
      held += text;
      options.onText?.(text, options.turnId);
      // Events keep their order; the words need not wait for this one.
      const moved = first ? move('responding') : undefined;
      if (options.onText === undefined) await moved;
      else moved?.catch(() => undefined);
      if (held.length >= LONGEST_DELTA || CLAUSE_END.test(held)) await flush();
    },
    flush,
    get shown() {
      return shown;
    },
    async tell(event) {
      if (event.type === 'visual') {
        if (shown.visuals.length >= VISUAL_LIMITS.perTurn) return;
        shown = { ...shown, visuals: [...shown.visuals, event.visual] };
      } else if (event.type === 'citation') {
        if (shown.citations.some((one) => one.href === event.href)) return;
        const { title, href, section, found_by } = event;
        const citation = {
          title,
          href,
          ...(section === undefined ? {} : { section }),
          ...(found_by === undefined ? {} : { found_by }),
        };
        shown = { ...shown, citations: [...shown.citations, citation] };
      }
      await flush();
      await emit([event]);
    },
  };
}
