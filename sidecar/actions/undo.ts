import { z } from 'zod';
import { asVaError, isVaError, VaError } from '../lib/va-error.ts';
import type { Identity, Person } from '../people/person.ts';
import type { ActionBook } from './action-book.ts';
import { askApproverOperations, presentAskApprover, REQUEST_CANCELLATION } from './ask-approver.ts';
import type { ActionDeps } from './deps.ts';
import { alone, put, row, UNKNOWN } from './execute.ts';
import { withOwnRequest } from './own-request.ts';
import { propose } from './propose.ts';
import { say } from './sentences.ts';
import { cardOf, type StoredAction } from './stored-action.ts';

const reversedAnswer = z.looseObject({
  reversal: z.string().min(1),
  repeated: z.boolean().default(false),
  result: z.record(z.string(), z.unknown()).nullish(),
});
const directoryAnswer = z.looseObject({
  people: z.array(z.looseObject({ employee_name: z.string(), user: z.string().nullish() })),
});

export interface Undone {
  readonly action: StoredAction;
  readonly reversalId: string;
  readonly result: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/**
 * Takes an executed action back. When the document has moved on and somebody can be asked to cancel it, that request
 * is put on a card of its own: the error's message offers it and a yes to it is a yes to that card.
 * @throws VaError ACTION_ALREADY_REVERSED, ACTION_NOT_REVERSIBLE, ACTION_MOVED_ON (meta.offer_action_id), PROOF_REQUIRED, ...
 */
export async function undo(
  deps: ActionDeps,
  book: ActionBook,
  person: Person,
  identity: Identity,
  actionId: string,
  reason: string | null,
): Promise<Undone> {
  return await alone(deps, actionId, async () => {
    const action = await book.find(person, actionId);
    if (!action) throw new VaError('ACTION_NOT_FOUND');
    demandUndoable(action);
    try {
      return await ask(deps, book, person, identity, action, reason);
    } catch (thrown) {
      const error = asVaError(thrown);
      if (!isVaError(thrown)) deps.log.error('an undo failed', { action_id: actionId }, thrown);
      if (UNKNOWN.has(error.code)) {
        // What the site refused is on its own record.
        const lost = row(deps, 'va_action_undo_failed', 'Failure', person, action, { code: error.code });
        await book.change(person, action.conversationId, () => ({ put: [], records: [lost], result: null }));
      }
      if (error.code === 'ACTION_ALREADY_REVERSED') await refresh(deps, book, person, action);
      throw error.code === 'ACTION_MOVED_ON'
        ? await withOffer(deps, book, person, action, error)
        : withOwnRequest(error, actionId);
    }
  });
}

function demandUndoable(action: StoredAction): void {
  if (action.reversalOf !== null) throw new VaError('ACTION_NOT_REVERSIBLE', { message: say('undoOfUndo') });
  if (action.status === 'completed') {
    if (action.reversible) return;
    const note = action.reversibleNote;
    throw new VaError('ACTION_NOT_REVERSIBLE', note === '' ? {} : { message: note });
  }
  if (action.status === 'reversed') throw new VaError('ACTION_ALREADY_REVERSED');
  if (action.status === 'executing') throw new VaError('CONFLICT', { message: say('stillRunning') });
  throw new VaError('ACTION_NOT_REVERSIBLE', { meta: { status: action.status } });
}

async function ask(
  deps: ActionDeps,
  book: ActionBook,
  person: Person,
  identity: Identity,
  action: StoredAction,
  reason: string | null,
): Promise<Undone> {
  // The same name for the same wish: a repeat after a lost answer is answered with the first result.
  const reversalId = `${action.id}_undo`;
  const confirmedAt = deps.clock.now();
  const raw = await deps.site.post(
    'dartwing_va.api.reverse_action',
    {
      action: action.id,
      reversal: reversalId,
      ...(reason === null ? {} : { reason }),
      proof: { kind: 'session', token: identity.accessToken },
    },
    { kind: 'service' },
    { idempotent: true, timeoutMs: deps.settings.executeTimeoutMs },
  );
  const answer = reversedAnswer.safeParse(raw);
  if (!answer.success) throw new VaError('SITE_ERROR', { cause: answer.error });
  const now = deps.clock.now();
  const undone: StoredAction = { ...action, status: 'reversed', reversedAt: now, reversal: answer.data.reversal };
  const result = answer.data.result ?? {};
  const record: StoredAction = {
    ...action,
    id: answer.data.reversal,
    ordinal: 0,
    status: 'completed',
    title: say('undoneTitle', { title: action.title }),
    warnings: [],
    reversible: false,
    reversibleNote: say('undoOfUndo'),
    createdAt: now,
    confirmedAt,
    executedAt: now,
    proof: 'session',
    result,
    reversalOf: action.id,
    reversal: null,
  };
  await book.change(person, action.conversationId, () => ({ put: [undone, record], records: [], result: null }));
  await deps.emit(action.conversationId, action.turnId ?? '', [
    { type: 'action.updated', action: cardOf(undone) },
    { type: 'action.done', action: cardOf(record) },
  ]);
  return { action: undone, reversalId: record.id, result, message: say('undone') };
}

async function refresh(deps: ActionDeps, book: ActionBook, person: Person, action: StoredAction): Promise<void> {
  const reversed: StoredAction = { ...action, status: 'reversed', reversedAt: deps.clock.now() };
  await put(book, person, reversed, []);
  await deps.emit(action.conversationId, action.turnId ?? '', [{ type: 'action.updated', action: cardOf(reversed) }]);
}

/** Puts the request to the approver on a card, and words the refusal as an offer. */
async function withOffer(
  deps: ActionDeps,
  book: ActionBook,
  person: Person,
  action: StoredAction,
  error: VaError,
): Promise<VaError> {
  const { offer, approver } = error.meta;
  const document = documentOf(action);
  if (offer !== 'request_cancellation' || typeof approver !== 'string' || document === null) return error;
  const approverName = await nameOf(deps, person, action, approver);
  // Kind, first and last day, days: what comes after is the asker's own business.
  const facts = action.lines
    .slice(0, 4)
    .map(({ label, to }) => `${label}: ${to}`)
    .join('; ');
  const operations = askApproverOperations({ ...document, approver, approverName, asker: person.employee.name, facts });
  const shown = presentAskApprover(operations);
  if (!shown) return error;
  const waiting = (await book.ofConversation(person, action.conversationId)).find(
    (one) =>
      one.status === 'pending' && one.parameters['about_action'] === action.id && deps.clock.now() < one.expiresAt,
  );
  const card =
    waiting ??
    (await propose(
      deps,
      book,
      {
        type: `${action.type.split('.')[0] ?? action.type}.${REQUEST_CANCELLATION}`,
        verb: 'Send',
        ...shown,
        warnings: [],
        reversible: false,
        reversibleNote: say('askNote'),
        parameters: { ...document, approver, about_action: action.id },
        operations,
        target: document,
      },
      { person, conversationId: action.conversationId, turnId: action.turnId, ordinal: null },
    ));
  return new VaError('ACTION_MOVED_ON', {
    message: say('movedOnOffer', { reason: error.message, approver: approverName }),
    meta: { ...error.meta, offer_action_id: card.id },
  });
}

/** The document an executed action made or changed, as the site told in its result. */
function documentOf(action: StoredAction): { readonly doctype: string; readonly name: string } | null {
  const documents = action.result?.['documents'];
  const first: unknown = Array.isArray(documents) ? documents[0] : null;
  if (typeof first === 'object' && first !== null && 'doctype' in first && 'name' in first) {
    return { doctype: String(first.doctype), name: String(first.name) };
  }
  return action.target.name === null ? null : { doctype: action.target.doctype, name: action.target.name };
}

/** How the approver is called; his login when the directory does not tell. */
async function nameOf(deps: ActionDeps, person: Person, action: StoredAction, user: string): Promise<string> {
  try {
    const caller = { kind: 'employee', user: person.user, turnId: action.turnId ?? action.id, doctypes: [] } as const;
    const raw = await deps.site.read('dartwing_va.reads.directory', { query: user, limit: 5 }, caller, {
      timeoutMs: 2000,
    });
    const found = directoryAnswer.safeParse(raw);
    return found.data?.people.find((one) => one.user === user)?.employee_name ?? user;
  } catch (error) {
    deps.log.warn('the name of an approver could not be read', { action_id: action.id }, error);
    return user;
  }
}
