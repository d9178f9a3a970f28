import type { ActionBook } from '../actions/action-book.ts';
import type { Foreseen, RunTool } from '../actions/run-tool.ts';
import { modelTool, toolType } from '../agents/registry.ts';
import { wordsOf } from '../language/normalise.ts';
import { classifyReply } from '../language/replies.ts';
import { asVaError } from '../lib/va-error.ts';
import type { Person } from '../people/person.ts';
import { situationFor } from './act/ask-agent.ts';
import { recentMessages } from './act/history.ts';
import { decide } from './decide/decide.ts';
import type { EngineDeps } from './deps.ts';
import { situationOf } from './situation.ts';
import { inside } from './state/conversation-state.ts';
import type { StateStore } from './state/state-store.ts';

/** What was looked up is as good as new for so long, ms. */
const FRESH_MS = 5000;
/** Conversations that something is looked up for at a time. */
const MOST = 500;

/**
 * Looks up what words that are still being spoken will need. Reads alone: a write cannot be named here, by type. Nothing of
 * it is told, shown or recorded before a turn with these very words asks for the same; else it is forgotten.
 */
export interface Foresight {
  /** Begins to look something up; what was begun for other words of the conversation is given up. */
  foresee(person: Person, conversationId: string, text: string): Promise<void>;
  /** What was looked up for these words; it is handed out once. */
  take(person: Person, conversationId: string, text: string): Foreseen | null;
  /** Something was changed: what was looked up may be old. */
  forget(conversationId: string): void;
}

interface Ahead {
  readonly user: string;
  readonly words: string;
  readonly at: number;
  readonly abort: AbortController;
  readonly foreseen: Foreseen;
}

export function createForesight(
  deps: EngineDeps,
  parts: { readonly states: StateStore; readonly book: ActionBook; readonly runTool: RunTool },
): Foresight {
  const kept = new Map<string, Ahead>();
  const latest = new Map<string, string>();

  function forget(conversationId: string): void {
    kept.get(conversationId)?.abort.abort();
    kept.delete(conversationId);
    latest.delete(conversationId);
  }

  async function look(person: Person, conversationId: string, text: string, words: string): Promise<void> {
    const { rules } = deps;
    if (rules === undefined) return;
    const [state, actions] = await Promise.all([
      parts.states.load(person, conversationId),
      parts.book.ofConversation(person, conversationId),
    ]);
    const asking = state.focus.filling?.tool;
    const decision = decide({
      text,
      reply: classifyReply(text),
      actions,
      front: state.front,
      bound: null,
      asked: asking !== undefined,
      ...(asking === undefined ? {} : { asking }),
      now: deps.clock.now(),
    });
    // A yes, a no, what is taken back and several wishes are nothing to look up for.
    if (decision.kind !== 'converse') return;
    const { changing } = decision;
    const situation = situationOf({
      person,
      now: deps.clock.now(),
      focus: state.focus,
      pending: decision.pending,
      passed: state.front?.fresh !== true,
    });
    const before = recentMessages({ deps, state, turn: { turnId: '', text } });
    const tools = deps.agents.toolsFor(person);
    const abort = new AbortController();
    const request = {
      system: [],
      messages: [...before, { role: 'user' as const, text }],
      tools: tools.map(modelTool),
      situation: situationFor({ deps, person }, situation, null),
    };
    for await (const event of rules.stream(request, abort.signal)) {
      if (event.type !== 'call') continue;
      const tool = tools.find(({ name }) => name === event.call.name);
      if (tool?.kind !== 'read' || latest.get(conversationId) !== words) return;
      const type = toolType(tool);
      const begun = await parts.runTool.lookAhead(type, event.call.args, {
        person,
        conversationId,
        turnId: deps.ids.make('turn'),
        userText: text,
        earlierWords: before.flatMap((message) => (message.role === 'user' ? [message.text] : [])),
        ...(changing === null ? {} : { previous: { actionId: changing.id, parameters: changing.parameters } }),
        ...inside(state),
        signal: abort.signal,
      });
      if (begun === null || latest.get(conversationId) !== words) return abort.abort();
      const args = JSON.stringify(event.call.args);
      kept.set(conversationId, {
        user: person.user,
        words,
        at: deps.clock.now(),
        abort,
        foreseen: (asked, given) => (asked === type && JSON.stringify(given) === args ? begun.result : null),
      });
      return;
    }
  }

  return {
    async foresee(person, conversationId, text) {
      const words = plain(text);
      if (latest.get(conversationId) === words) return;
      forget(conversationId);
      latest.set(conversationId, words);
      const [oldest] = latest.keys();
      if (latest.size > MOST && oldest !== undefined) forget(oldest);
      try {
        await look(person, conversationId, text, words);
      } catch (error) {
        // The turn looks it up itself, and says what is wrong.
        deps.log.debug('nothing could be looked up ahead', { code: asVaError(error).code });
      }
    },
    take(person, conversationId, text) {
      const ahead = kept.get(conversationId);
      kept.delete(conversationId);
      latest.delete(conversationId);
      if (ahead === undefined) return null;
      const isFresh = deps.clock.now() - ahead.at <= FRESH_MS;
      if (isFresh && ahead.user === person.user && ahead.words === plain(text)) return ahead.foreseen;
      ahead.abort.abort();
      return null;
    },
    forget,
  };
}

function plain(text: string): string {
  return wordsOf(text).join(' ');
}
