import type { CardLine } from '@dartwing-va/contract/turn-events.ts';
import type { Citation, Visual } from '@dartwing-va/contract/visuals.ts';
import type { z } from 'zod';
import type { ListRequest, SiteRow } from '../frappe/site-client.ts';
import type { Person } from '../people/person.ts';
import type { Operation } from './operation.ts';

/** Reads as the employee, limited to the tool's DocTypes; the database refuses any write under it. */
export interface EmployeeReads {
  method<T>(method: string, args: Readonly<Record<string, unknown>>): Promise<T>;
  list<T extends SiteRow = SiteRow>(doctype: string, request: ListRequest): Promise<T[]>;
  get<T extends SiteRow = SiteRow>(doctype: string, name: string): Promise<T>;
}

export interface ToolContext {
  readonly person: Person;
  readonly reads: EmployeeReads;
  readonly turnId: string;
  readonly conversationId: string;
  /** Epoch ms. */
  readonly now: number;
  /** The user's own words of this turn: what counts as asked for. */
  readonly userText: string;
  /** The user's own words of turns before this one, as far as they are in mind, or what he typed into a card. Never anybody else's. */
  readonly earlierWords?: readonly string[];
  /** What is said here goes to no service outside of the company that could see it (a private conversation). */
  readonly keepInside?: true;
  readonly signal: AbortSignal;
  /**
   * The executed, not yet undone action of this person that inserted the document, if the engine can undo one in place of
   * executing operations (`Proposal.undoes`). Absent: it cannot.
   */
  insertedBy?(doctype: string, name: string): Promise<{ readonly actionId: string } | null>;
  /** The action a change starts from ("make it just Friday"), if any. */
  readonly previous?: { readonly actionId: string; readonly parameters: Readonly<Record<string, unknown>> };
}

/** Answer of a read: `data` goes to the model as untrusted data, `facts` are what an offline answer is made from. */
export interface ReadResult {
  readonly kind: 'data';
  readonly data: Readonly<Record<string, unknown>>;
  /** The same to look at, made by the tool from its data; shown beside the answer, no model sees it. */
  readonly visual?: Visual;
  /** Where the data comes from; shown as links below the answer. */
  readonly citations?: readonly Citation[];
}
/** What a write would do; nothing is done. */
export interface Proposal {
  readonly kind: 'proposal';
  readonly operations: readonly Operation[];
  /** What a card stores as parameters: the tool's own arguments, completed and normalised. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
  readonly target: { readonly doctype: string; readonly name: string | null };
  /** Wanted beside the card that is open, not in its place. */
  readonly beside?: true;
  /** Whether this one can be undone and how, where that depends on what it does; else as the tool says. */
  readonly undo?: { readonly possible: boolean; readonly note: string };
  /** A yes undoes this action (decisions.md 13) and does not execute `operations`, which then only say what goes. Set only when `insertedBy` named it. */
  readonly undoes?: string;
}
/** Cannot be done, in a sentence for the user; not an error of the system. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly code: 'NOT_FOUND' | 'FORBIDDEN' | 'UNPROCESSABLE_ENTITY' | 'SWITCHED_OFF';
  readonly sentence: string;
}
/** A fact is missing or has two readings: ask. */
export interface Question {
  readonly kind: 'question';
  readonly slot: string;
  readonly sentence: string;
  readonly choices: readonly string[];
}

/** Apps of a site that a tool may need; erpnext is always there. */
export type SiteApp = 'hrms' | 'crm';

interface ToolBase<Args> {
  /** Name in spec/agents.json. */
  readonly name: string;
  readonly agent: string;
  /** For models: what it does and when to use it. */
  readonly description: string;
  readonly schema: z.ZodType<Args>;
  /** DocTypes its reads may touch: named in the delegation. */
  readonly doctypes: readonly string[];
  /** Methods beside our own reads that it calls: named in the delegation too. */
  readonly methods?: readonly string[];
  /** Made by the company, which says itself who has it: no template has to name its agent. */
  readonly ofCompany?: true;
  /** Apps without which it has nothing to work on: where one is missing the tool does not exist. */
  readonly needs?: readonly SiteApp[];
  /** Truthful short phrase while it runs: "Checking your leave". */
  readonly label: string;
}
export interface ReadTool<Args> extends ToolBase<Args> {
  readonly kind: 'read';
  run(args: Args, context: ToolContext): Promise<ReadResult | Refusal | Question>;
}
export interface WriteTool<Args> extends ToolBase<Args> {
  readonly kind: 'write';
  readonly verb: 'Create' | 'Update' | 'Delete' | 'Submit' | 'Cancel' | 'Send' | 'Approve' | 'Reject';
  readonly reversible: boolean;
  /** The argument that names who receives something: nobody whom the user did not name (decisions.md 14). */
  readonly recipients?: string;
  /** Shown on the card: what undo does, or why there is none. */
  readonly reversibleNote: string;
  propose(args: Args, context: ToolContext): Promise<Proposal | Refusal | Question>;
  /**
   * The card, from the stored operations. `parameters` are the proposal's own, for what operations only have by id (names
   * of guests); a card that is read back from the site comes without.
   */
  present(
    operations: readonly Operation[],
    person: Person,
    parameters?: Readonly<Record<string, unknown>>,
  ): { readonly title: string; readonly lines: readonly CardLine[] };
  /** The site's refusal of the operations in words for the person; null when the site's own have to do. */
  refused?(message: string, operations: readonly Operation[], person: Person): string | null;
  /** What is said when it is done ("Your leave request for Friday, 4 December is with Marcus Reed."). */
  done(operations: readonly Operation[], person: Person, parameters?: Readonly<Record<string, unknown>>): string;
}
/** A registry holds tools of every argument type; methods are bivariant, the schema guards the arguments. */
export type Tool = ReadTool<unknown> | WriteTool<unknown>;

/** Every call of a tool goes through here: permission of the agent, schema, limits, audit. */
export type ToolOutcome =
  | ReadResult
  | {
      readonly kind: 'pending';
      readonly actionId: string;
      /** As the card stores them. */
      readonly parameters?: Readonly<Record<string, unknown>>;
      /** It took the place of a card that was open. */
      readonly replaces?: true;
      /** What the card shows, so that the model can say it too. */
      readonly card?: {
        readonly title: string;
        readonly lines: readonly CardLine[];
        readonly warnings: readonly string[];
      };
    }
  | Refusal
  | Question
  /** The wish is the undo of an action done before; `sentence` asks for the yes. */
  | { readonly kind: 'undo_offer'; readonly actionId: string; readonly sentence: string }
  | { readonly kind: 'failed'; readonly code: string; readonly sentence: string };
