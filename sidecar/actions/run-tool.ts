import { type AuditEvent, auditRecord } from '../audit/audit-record.ts';
import { orAborted, withDeadline } from '../lib/async.ts';
import { actionId } from '../lib/ids.ts';
import { asVaError, isVaError, VaError } from '../lib/va-error.ts';
import type { Identity, Person } from '../people/person.ts';
import type { SiteRecord } from '../records/record.ts';
import type { ActionBook } from './action-book.ts';
import type { ActionDeps } from './deps.ts';
import { countCall, countProposal, type LimitReached } from './limits.ts';
import { needsNoCard } from './no-confirm.ts';
import { draftOf, propose } from './propose.ts';
import type { LookUp } from './provenance.ts';
import { say } from './sentences.ts';
import type { StoredAction } from './stored-action.ts';
import type { EmployeeReads, Proposal, ReadTool, Tool, ToolContext, ToolOutcome, WriteTool } from './tool.ts';

/** One turn's use of tools. */
export interface ToolRun {
  readonly person: Person;
  readonly identity: Identity | null;
  readonly conversationId: string;
  readonly turnId: string;
  readonly userText: string;
  readonly earlierWords?: readonly string[];
  readonly keepInside?: true;
  readonly signal: AbortSignal;
  /** The pending action that the user wants changed. */
  readonly previous?: ToolContext['previous'];
  /** The turn runs again after a crash. */
  readonly again: boolean;
  /** Actions that must be done before what is prepared here makes sense. */
  readonly dependsOn?: readonly string[];
  /** Changes prepared so far in this turn; grows by one with each. */
  proposals: number;
  /** An action whose undo was offered instead of a change: a yes undoes it. */
  undoOffered: string | null;
  /** What the user's own words ask for and name. */
  readonly words?: RunWords;
  /** What look-ups of this run told so far; grows with each. */
  readonly lookUps?: LookUp[];
  /** What was looked up for these words while they were being spoken. */
  readonly foreseen?: Foreseen | null;
  /** Takes audit rows; they are committed with the turn's outcome. */
  readonly audit: (record: SiteRecord) => void;
}

/** What a read of a dotted tool name with these arguments gave; null: it was not made. */
export type Foreseen = (type: string, args: unknown) => Promise<ReadOutcome> | null;
type ReadOutcome = Awaited<ReturnType<ReadTool<unknown>['run']>>;

/** Whose words are looked ahead for. */
export type AheadRun = Pick<
  ToolRun,
  'person' | 'conversationId' | 'turnId' | 'userText' | 'earlierWords' | 'keepInside' | 'previous' | 'signal'
>;

/** Reads the user's own words; deterministic, whatever a model makes of them. */
export interface RunWords {
  /** Whether those of this turn ask for a tool, by its dotted name. */
  asksFor(type: string): boolean;
  /** Whether somebody is named in what the user said, or was told, in this conversation. */
  names(who: string): boolean;
}

export interface RunTool {
  /** Every call of a tool, read or write. Never throws but for an abort; the outcome says what happened. */
  callTool(type: string, args: unknown, run: ToolRun): Promise<ToolOutcome>;
  /**
   * Begins a read for words that are still being spoken, under the same checks and counted as a call. Nothing is told and
   * nothing recorded: `callTool` does that when a turn asks for it. Null: it may not be made. A write never is.
   */
  lookAhead(type: string, args: unknown, run: AheadRun): Promise<{ readonly result: Promise<ReadOutcome> } | null>;
}

/** Executes an action that needs no card; gives the sentence to say. */
export type ExecuteNow = (person: Person, identity: Identity, actionId: string) => Promise<string>;

export function createRunTool(deps: ActionDeps, book: ActionBook, executeNow: ExecuteNow): RunTool {
  /** Whether a person may call a tool like that at all. */
  function admit(type: string, given: unknown, person: Person): Admitted {
    const tool = deps.tool(type, person);
    if (!tool) return denied(failed('NOT_FOUND', say('unknownTool')));
    const hasAgent = tool.ofCompany === true || person.instance.subAgents.includes(tool.agent);
    if (!hasAgent || deps.isAgentOff?.(tool.agent) === true) return denied(switchedOff(say('agentOff')));
    const app = deps.missingApp?.(type) ?? null;
    if (app !== null) return denied(switchedOff(say('notInstalled', { app })));
    const parsed = tool.schema.safeParse(given);
    if (parsed.success) return { tool, args: parsed.data };
    const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))].filter((path) => path !== '');
    const about = fields.length > 0 ? ` (${fields.join(', ')})` : '';
    const result = failed('VALIDATION_ERROR', say('badArguments') + about);
    return { refused: { event: 'tool_failed', outcome: 'Failure', result } };
  }

  async function attempt(type: string, given: unknown, run: ToolRun, note: Note): Promise<ToolOutcome> {
    const admitted = admit(type, given, run.person);
    if ('refused' in admitted) {
      const { event, outcome, result } = admitted.refused;
      return note(event, outcome, result);
    }
    const { tool, args } = admitted;
    const ahead = tool.kind === 'read' ? (run.foreseen?.(type, given) ?? null) : null;
    using deadline = withDeadline(run.signal, deps.settings.toolTimeoutMs);
    if (ahead !== null) {
      // What failed ahead is tried again, and its failure told.
      const result = await orAborted(ahead, deadline.signal).catch(() => null);
      run.signal.throwIfAborted();
      if (result !== null) return readOutcome(type, result, run, note);
    }
    const tooMany = await countCall(deps, run.person, tool.agent);
    if (tooMany) return note('limit_reached', 'Denied', limited(tooMany), tooMany.limit);
    const context = contextOf(deps, book, tool, run, deadline.signal);
    if (tool.kind === 'write') return await write(tool, args, context, run, note);
    return readOutcome(type, await orAborted(tool.run(args, context), deadline.signal), run, note);
  }

  function readOutcome(type: string, result: ReadOutcome, run: ToolRun, note: Note): ToolOutcome {
    if (result.kind === 'data') run.lookUps?.push({ type, data: result.data });
    const isRefusal = result.kind === 'refusal';
    return note(isRefusal ? 'tool_refused' : 'tool_read', isRefusal ? 'Denied' : 'Success', result);
  }

  async function write(
    tool: WriteTool<unknown>,
    args: unknown,
    context: ToolContext,
    run: ToolRun,
    note: Note,
  ): Promise<ToolOutcome> {
    const ordinal = run.proposals + 1;
    if (run.again) {
      // The first run may have got as far as a card, or further: its action stands, whatever the model says this time.
      const earlier = await book.find(run.person, actionId(run.turnId, ordinal));
      if (earlier) {
        run.proposals = ordinal;
        if (earlier.status === 'pending') return pendingOutcome(earlier);
        return { kind: 'data', data: { action_id: earlier.id, status: earlier.status, title: earlier.title } };
      }
    }
    const stranger = run.words === undefined ? null : unnamedIn(tool, args, run.words);
    if (stranger !== null) {
      return note('tool_denied', 'Denied', {
        kind: 'refusal',
        code: 'UNPROCESSABLE_ENTITY',
        sentence: say('notNamed', { who: stranger }),
      });
    }
    const result = await orAborted(tool.propose(args, context), context.signal);
    if (result.kind === 'refusal') return note('tool_refused', 'Denied', result);
    if (result.kind === 'question') return note('tool_read', 'Success', result);
    if (result.undoes !== undefined) {
      run.undoOffered = result.undoes;
      const { title } = tool.present(result.operations, run.person);
      return note('tool_read', 'Success', {
        kind: 'undo_offer',
        actionId: result.undoes,
        sentence: say('undoOffer', { title }),
      });
    }
    const reached = await countProposal(deps, run.person, run.proposals);
    if (reached) return note('limit_reached', 'Denied', limited(reached), reached.limit);
    run.proposals = ordinal;
    return await store(tool, result, run, ordinal);
  }

  async function store(
    tool: WriteTool<unknown>,
    proposal: Proposal,
    run: ToolRun,
    ordinal: number,
  ): Promise<ToolOutcome> {
    const previous = run.previous ? await book.find(run.person, run.previous.actionId) : null;
    // A second proposal of a turn does not take the place that the first one took: it stands beside it.
    const successor = previous?.replacedBy ? await book.find(run.person, previous.replacedBy) : null;
    const before = successor?.turnId === run.turnId && !run.again ? null : previous;
    const beside = proposal.beside === true || isOfAnother(before, proposal, run.userText);
    const replaced = before?.type === `${tool.agent}.${tool.name}` && !beside ? before.id : undefined;
    const action = await propose(deps, book, draftOf(tool, proposal, run.person), {
      person: run.person,
      conversationId: run.conversationId,
      turnId: run.turnId,
      ordinal,
      again: run.again,
      ...(replaced === undefined ? {} : { replaces: replaced }),
      ...(run.dependsOn === undefined ? {} : { dependsOn: run.dependsOn }),
    });
    if (run.identity && (run.dependsOn ?? []).length === 0 && needsNoCard(tool, proposal, evidenceOf(run))) {
      try {
        const sentence = await executeNow(run.person, run.identity, action.id);
        return { kind: 'data', data: { action_id: action.id, status: 'completed', message: sentence } };
      } catch (error) {
        // The card is out already; what kept it from running at once is for the person to see there.
        deps.log.warn(
          'a write without a card did not run',
          { action_id: action.id, code: asVaError(error).code },
          error,
        );
      }
    }
    return { ...pendingOutcome(action), ...(replaced === undefined ? {} : { replaces: true as const }) };
  }

  return {
    async callTool(type, args, run) {
      const started = deps.clock.now();
      const note: Note = (event, outcome, result, limit) => {
        run.audit(
          auditRecord(deps.ids, {
            event,
            outcome,
            at: started,
            person: run.person,
            actor: 'VA Agent',
            action: deps.tool(type, run.person) ? type : 'unknown',
            conversationId: run.conversationId,
            turnId: run.turnId,
            durationMs: deps.clock.now() - started,
            details: {
              kind: result.kind,
              ...('code' in result ? { code: result.code } : {}),
              ...(limit ? { limit } : {}),
            },
          }),
        );
        return result;
      };
      try {
        return await attempt(type, args, run, note);
      } catch (error) {
        // The turn was stopped: that is not the tool's failure.
        if (run.signal.aborted) throw run.signal.reason;
        const known = asVaError(error);
        if (known.code === 'TIMEOUT') return note('tool_failed', 'Failure', failed('TIMEOUT', say('tooSlow')));
        if (isVaError(error)) return note('tool_failed', 'Failure', failed(error.code, error.message));
        deps.log.error('a tool failed', { tool: deps.tool(type, run.person) ? type : 'unknown' }, error);
        return note('tool_failed', 'Failure', failed('INTERNAL_ERROR', say('toolFailed')));
      }
    },
    async lookAhead(type, given, run) {
      const admitted = admit(type, given, run.person);
      if ('refused' in admitted || admitted.tool.kind !== 'read') return null;
      const { tool, args } = admitted;
      // What the company's own handlers do beside answering nobody knows here.
      if (tool.ofCompany === true) return null;
      if (await countCall(deps, run.person, tool.agent)) return null;
      const deadline = withDeadline(run.signal, deps.settings.toolTimeoutMs);
      const result = tool
        .run(args, contextOf(deps, book, tool, run, deadline.signal))
        .finally(() => deadline[Symbol.dispose]());
      // Nobody may ever ask for it.
      result.catch(() => undefined);
      return { result };
    },
  };
}

type Admitted =
  | { readonly tool: Tool; readonly args: unknown }
  | {
      readonly refused: {
        readonly event: AuditEvent;
        readonly outcome: 'Failure' | 'Denied';
        readonly result: ToolOutcome;
      };
    };

function denied(result: ToolOutcome): Admitted {
  return { refused: { event: 'tool_denied', outcome: 'Denied', result } };
}
function switchedOff(sentence: string): ToolOutcome {
  return { kind: 'refusal', code: 'SWITCHED_OFF', sentence };
}

function evidenceOf(run: ToolRun): Parameters<typeof needsNoCard>[2] {
  const { person, userText, words, lookUps = [] } = run;
  return { person, userText, lookUps, asksFor: (type) => words?.asksFor(type) ?? false };
}

/** The first recipient of a send whom the user never named; null when he named all. An address is the tool's to judge. */
function unnamedIn(tool: WriteTool<unknown>, args: unknown, words: RunWords): string | null {
  if (tool.recipients === undefined) return null;
  const given = (args as Readonly<Record<string, unknown>>)[tool.recipients];
  if (typeof given !== 'string') return null;
  const pieces = given.split(/[,;&]|\band\b/iu).map((piece) => piece.trim());
  return pieces.find((piece) => piece !== '' && !piece.includes('@') && !words.names(piece)) ?? null;
}

type Note = (
  event: AuditEvent,
  outcome: 'Success' | 'Failure' | 'Denied',
  result: ToolOutcome,
  limit?: string,
) => ToolOutcome;

/** "No, Tom's" takes back what was said; without that, a change of another document stands beside the first. */
const TAKES_BACK = /^\W*(?:no|nope|not|rather|actually|sorry|i meant?|wait)\b|\binstead\b/iu;

/** Whether a proposal is about another document than the card in front: approving one more loses nothing. */
function isOfAnother(before: StoredAction | null, { target }: Proposal, words: string): boolean {
  const named = before !== null && before.target.name !== null && target.name !== null;
  return named && before.target.name !== target.name && !TAKES_BACK.test(words);
}

function pendingOutcome({ id, title, lines, warnings, parameters }: StoredAction): ToolOutcome {
  return { kind: 'pending', actionId: id, parameters, card: { title, lines, warnings } };
}
function failed(code: string, sentence: string): ToolOutcome {
  return { kind: 'failed', code, sentence };
}
function limited(reached: LimitReached): ToolOutcome {
  return failed('RATE_LIMITED', reached.sentence);
}

/** What a tool gets: the person, the moment, and reads that reach its own DocTypes as the employee. */
export function contextOf(
  deps: Pick<ActionDeps, 'site' | 'clock'>,
  book: Pick<ActionBook, 'insertedBy'>,
  tool: Tool,
  run: Pick<ToolRun, 'person' | 'conversationId' | 'turnId' | 'userText' | 'earlierWords' | 'keepInside' | 'previous'>,
  signal: AbortSignal,
): ToolContext {
  return {
    person: run.person,
    reads: employeeReads(deps, tool, run.person.user, run.turnId, signal),
    turnId: run.turnId,
    conversationId: run.conversationId,
    now: deps.clock.now(),
    userText: run.userText,
    ...(run.earlierWords === undefined ? {} : { earlierWords: run.earlierWords }),
    ...(run.keepInside === undefined ? {} : { keepInside: run.keepInside }),
    signal,
    insertedBy: async (doctype, name) => {
      const made = await book.insertedBy(run.person, doctype, name);
      return made === null ? null : { actionId: made.id };
    },
    ...(run.previous === undefined ? {} : { previous: run.previous }),
  };
}

function employeeReads(
  deps: Pick<ActionDeps, 'site'>,
  tool: Tool,
  user: string,
  turnId: string,
  signal: AbortSignal,
): EmployeeReads {
  const { doctypes, methods = [] } = tool;
  const caller = { kind: 'employee', user, turnId, doctypes, ...(methods.length === 0 ? {} : { methods }) } as const;
  const demand = (doctype: string) => {
    if (!tool.doctypes.includes(doctype)) {
      throw new VaError('FORBIDDEN', { cause: new Error(`${tool.name} does not name ${doctype}`) });
    }
  };
  return {
    method: (method, args) => deps.site.read(method, args, caller, { signal }),
    async list(doctype, request) {
      demand(doctype);
      return await deps.site.list(doctype, request, caller, { signal });
    },
    async get(doctype, name) {
      demand(doctype);
      return await deps.site.get(doctype, name, caller, { signal });
    },
  };
}
