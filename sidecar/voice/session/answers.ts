import type { ActionCard, TurnEvent } from '@dartwing-va/contract/turn-events.ts';
import { asVaError } from '../../lib/va-error.ts';
import { forEar } from '../../turn/speak/spoken.ts';
import type { TurnEngine } from '../../turn/turn-engine.ts';
import { say } from '../sentences.ts';
import { factsOf } from './confirming.ts';
import { createEar, type Ear } from './ear.ts';
import { pendingEvent } from './opening.ts';
import type { SessionParts } from './parts.ts';
import type { Speaking } from './speaking.ts';

/** How long a client gets to say how much it has played when it was cut off, ms. */
const REPORT_MS = 250;
/** How long a cut turn gets to end, ms. */
const ENDING_MS = 3000;

/** Our side of the talk: turns become text events and speech, and what was cut is put right. */
export interface Answers {
  /** A turn is being worked on. */
  readonly isThinking: boolean;
  /** Cards that wait for a yes. */
  readonly cards: readonly ActionCard[];
  /** When what they hold had been read to its end, epoch ms; null when it was not. */
  readonly askedAt: number | null;
  /** The last thing we said was a question. */
  readonly asked: boolean;
  /** Resolves when what was cut is in order: only then may the next turn read the conversation. */
  readonly settled: Promise<void>;
  /** A turn of this session; its text comes sooner than its events. `accepted` says its name. */
  begin(): { onText(text: string, turnId: string): void; accepted(turnId: string): void; failed(): void };
  /** A turn that was under way when the session came: it is spoken when it is done. */
  adopt(turnId: string): void;
  event(event: TurnEvent): void;
  /** Knows cards that were there before. */
  know(cards: readonly ActionCard[]): void;
  /** Stops speaking and working. True when there was something to stop. */
  interrupt(): boolean;
  played(turnId: string, ms: number): void;
  /** The last sound of an answer was played. */
  playedAll(turnId: string): void;
}

interface Turn {
  id: string | null;
  readonly startedAt: number;
  readonly ear: Ear;
  hasText: boolean;
  isCut: boolean;
  /** Stopped before it had a name. */
  isUnwanted: boolean;
  cards: readonly ActionCard[];
  lastClause: string;
  readonly over: PromiseWithResolvers<void>;
  readonly filler: AbortController;
}

export function createAnswers(
  parts: SessionParts,
  options: {
    readonly turns: Pick<TurnEngine, 'cancelTurn' | 'heard'>;
    /** Null when nobody speaks. */
    readonly speaking: () => Speaking | null;
    readonly onChange: () => void;
  },
): Answers {
  const { clock, log, tape, metrics, settings } = parts;
  const live = new Set<Turn>();
  const cards = new Map<string, ActionCard>();
  let askedAt: number | null = null;
  let asked = false;
  let settled: Promise<void> = Promise.resolve();
  let report: PromiseWithResolvers<number> | null = null;

  const turnOf = (id: string) => [...live].find((one) => one.id === id);

  function newTurn(id: string | null): Turn {
    const turn: Turn = {
      id,
      startedAt: clock.now(),
      ear: createEar(),
      hasText: false,
      isCut: false,
      isUnwanted: false,
      cards: [],
      lastClause: '',
      over: Promise.withResolvers<void>(),
      filler: new AbortController(),
    };
    live.add(turn);
    return turn;
  }
  function speak(turn: Turn, clauses: readonly string[]): void {
    for (const clause of clauses) {
      if (turn.isCut) return;
      turn.lastClause = clause;
      if (turn.id !== null) options.speaking()?.say(turn.id, clause);
    }
  }
  function named(turn: Turn, turnId: string): void {
    if (turn.id !== null) return;
    turn.id = turnId;
    if (turn.isUnwanted) cutTurn(turn, 0, () => '');
    else options.speaking()?.begin(turnId);
  }
  function text(turn: Turn, piece: string): void {
    turn.hasText = true;
    turn.filler.abort();
    speak(turn, turn.ear.push(piece));
  }

  /** One short phrase when looking something up takes long; left out when the answer is sooner. */
  function cover(turn: Turn): void {
    if (turn.hasText || turn.filler.signal.aborted) return;
    const wait = Math.max(0, turn.startedAt + settings.fillerMs - clock.now());
    const { signal } = turn.filler;
    clock.sleep(wait, signal).then(
      () => {
        if (turn.id === null || turn.isCut) return;
        turn.filler.abort();
        options.speaking()?.say(turn.id, say('oneMoment'), true);
      },
      () => undefined,
    );
  }

  function done(turn: Turn, turnId: string, words: string, spoken: string | null, model: string | null): void {
    turn.filler.abort();
    metrics.response();
    if (!turn.hasText) speak(turn, turn.ear.push(spoken ?? words));
    speak(turn, turn.ear.end());
    const [card] = turn.cards;
    // What a model says of a card may be anything; what is agreed to are the card's own facts.
    if (card && model !== 'offline' && model !== 'rules') speak(turn, [forEar(factsOf(card)), say('shallI')]);
    tape.tell({ type: 'response.text', turn_id: turnId, content: words, is_complete: true });
    const speaking = options.speaking();
    if (speaking) speaking.finish(turnId);
    else playedAll(turnId);
    turn.over.resolve();
  }

  function playedAll(turnId: string): void {
    const turn = turnOf(turnId);
    if (!turn || turn.isCut) return;
    live.delete(turn);
    asked = turn.lastClause.endsWith('?');
    askedAt = cards.size > 0 ? clock.now() : null;
    heard(turnId, null);
    options.onChange();
  }

  function heard(turnId: string, words: string | null): void {
    const work = async () => {
      await options.turns.heard(await parts.person(), parts.conversationId, turnId, words);
    };
    settled = Promise.all([settled, work()]).then(
      () => undefined,
      (error: unknown) =>
        log.error('what was heard could not be noted', { turn_id: turnId, code: asVaError(error).code }, error),
    );
  }

  /** After a cut: how much was heard, the turn's end, and then the conversation as the person knows it. */
  async function settle(turn: Turn, turnId: string, msNow: number, heardAt: (ms: number) => string): Promise<void> {
    let ms = msNow;
    if (options.speaking()?.reports === true) {
      report = Promise.withResolvers<number>();
      const tired = new AbortController();
      const patience = clock.sleep(REPORT_MS, tired.signal).then(
        () => msNow,
        () => msNow,
      );
      ms = await Promise.race([report.promise, patience]);
      report = null;
      tired.abort();
    }
    const words = heardAt(ms);
    tape.tell({ type: 'response.heard', turn_id: turnId, content: words, ms: Math.round(ms) });
    const tired = new AbortController();
    await Promise.race([turn.over.promise, clock.sleep(ENDING_MS, tired.signal).catch(() => undefined)]);
    tired.abort();
    live.delete(turn);
    await options.turns.heard(await parts.person(), parts.conversationId, turnId, words);
  }

  function cutTurn(turn: Turn, ms: number, heardAt: (ms: number) => string): void {
    if (turn.isCut || turn.id === null) return;
    turn.isCut = true;
    turn.filler.abort();
    metrics.interrupted();
    const { id } = turn;
    tape.tell({ type: 'audio.control', turn_id: id, action: 'cut' });
    parts
      .person()
      .then((person) => options.turns.cancelTurn(person, parts.conversationId, id))
      .catch((error: unknown) => log.warn('a turn could not be stopped', { turn_id: id }, error));
    const before = settled;
    settled = settle(turn, id, ms, heardAt).then(
      () => before,
      (error: unknown) => log.error('what was heard could not be noted', { turn_id: id }, error),
    );
  }

  return {
    get isThinking() {
      return [...live].some((one) => !one.isCut);
    },
    get cards() {
      return [...cards.values()].filter((one) => Date.parse(one.expires_at) > clock.now());
    },
    get askedAt() {
      return askedAt;
    },
    get asked() {
      return asked;
    },
    get settled() {
      return settled;
    },
    begin() {
      const turn = newTurn(null);
      return {
        onText(piece, turnId) {
          named(turn, turnId);
          text(turn, piece);
        },
        accepted: (turnId) => named(turn, turnId),
        failed() {
          live.delete(turn);
          turn.isCut = true;
          turn.filler.abort();
          if (turn.id !== null && options.speaking()?.turnId === turn.id) options.speaking()?.cut();
        },
      };
    },
    adopt(turnId) {
      newTurn(turnId);
      options.speaking()?.begin(turnId);
    },
    know(known) {
      for (const card of known) if (card.status === 'pending') cards.set(card.action_id, card);
    },
    event(event) {
      const turn = turnOf(event.turn_id);
      switch (event.type) {
        case 'text.delta':
          if (turn?.isCut) return;
          tape.tell({ type: 'response.text', turn_id: event.turn_id, content: event.text, is_complete: false });
          return;
        case 'tool.started':
          if (turn) cover(turn);
          return;
        case 'turn.state':
          tape.tell({ type: 'turn.state', turn_id: event.turn_id, state: parts.state(), phase: event.phase });
          if (event.note !== undefined && turn?.id && !turn.hasText) options.speaking()?.say(turn.id, event.note, true);
          return;
        case 'action.pending': {
          const { action } = event;
          cards.set(action.action_id, action);
          // A card that was not read yet: a yes to the one before is none to this.
          askedAt = null;
          if (turn) turn.cards = [...turn.cards, action];
          tape.tell(pendingEvent(action));
          return;
        }
        case 'action.updated':
        case 'action.done':
          if (event.action.status !== 'pending') cards.delete(event.action.action_id);
          tape.tell({ type: 'action.updated', action: event.action });
          return;
        case 'turn.done':
          if (turn && !turn.isCut) done(turn, event.turn_id, event.text, event.spoken ?? null, event.model);
          else if (!turn)
            tape.tell({ type: 'response.text', turn_id: event.turn_id, content: event.text, is_complete: true });
          turn?.over.resolve();
          options.onChange();
          return;
        case 'error': {
          const { code, reference, message } = event.error;
          if (code !== 'CANCELLED') {
            metrics.failed('turn');
            tape.tell({ type: 'error', code, reference, message, recoverable: true });
            if (turn && !turn.isCut) done(turn, event.turn_id, message, null, 'rules');
          } else if (turn && !turn.isCut) {
            // Somebody stopped it elsewhere.
            const cut = options.speaking()?.turnId === event.turn_id ? options.speaking()?.cut() : null;
            cutTurn(turn, cut?.ms ?? 0, cut?.heardAt ?? (() => ''));
          }
          turn?.over.resolve();
          options.onChange();
          return;
        }
        default:
          return;
      }
    },
    interrupt() {
      const cut = options.speaking()?.cut() ?? null;
      let any = false;
      for (const turn of live) {
        if (turn.isCut) continue;
        any = true;
        turn.isUnwanted = turn.id === null;
        const mine = cut?.turnId === turn.id ? cut : null;
        if (mine) askedAt = mine.nearlyAll && cards.size > 0 ? clock.now() : null;
        cutTurn(turn, mine?.ms ?? 0, mine?.heardAt ?? (() => ''));
      }
      if (any) options.onChange();
      return any;
    },
    played(turnId, ms) {
      options.speaking()?.played(turnId, ms);
      report?.resolve(ms);
    },
    playedAll,
  };
}
