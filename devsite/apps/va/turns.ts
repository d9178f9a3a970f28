import type { Ctx, Doc, Row, Site } from '../../engine/types.ts';
import { checked, number, text } from '../values.ts';
import { cardOf } from './actions/card.ts';
import { storedAction } from './actions/stored.ts';
import type { AuditTrail } from './audit-log.ts';
import { tellSidecar } from './bus.ts';
import { vaError } from './errors.ts';
import { newName, optionalArg, textArg } from './identity.ts';
import { CONSENT_TYPES, consentsOf, type PersonHere, personHere } from './people.ts';
import { settingsOf } from './provisioning.ts';

const MAX_TEXT = 8000;
/** Actions of a conversation that a page gets: the newest. */
const MAX_ACTIONS = 50;
const MAX_TURNS = 200;
/** What stood beside an answer, as JSON. Of a long conversation the newest answers bring theirs, the others their words. */
const SHOWN_FIELDS = ['visuals', 'citations'] as const;
const MAX_SHOWN_CHARS = 300_000;
const ENGINE = { ignorePermissions: true, flags: { vaEngine: true } } as const;

/** say, my_turns, consent: what a person does in his own conversations. */
export function addTurnMethods(site: Site, trail: AuditTrail): void {
  site.addMethod('dartwing_va.api.say', { verbs: ['POST'] }, say);
  site.addMethod('dartwing_va.api.my_turns', { verbs: ['GET'] }, myTurns);
  site.addMethod('dartwing_va.api.consent', { verbs: ['POST'] }, (ctx, args) => consent(ctx, args, trail));
}

function say(ctx: Ctx, args: Row): Row {
  const content = messageArg(args);
  const clientId = textArg(args, 'client_message_id');
  const asked = optionalArg(args, 'conversation');
  const person = personHere(ctx);
  const repeated = repeatOf(ctx, person, clientId, asked);
  if (repeated !== null) return repeated;
  requireConsents(ctx, person);
  if (asked === null) checkPrivacy(person.instance['default_privacy_mode']);
  const conversation = asked === null ? startConversation(ctx, person) : ownConversation(ctx, person, asked);
  if (conversation['status'] !== 'Active') throw vaError('CONVERSATION_ENDED');
  checkPrivacy(conversation['privacy_mode']);
  const turn = ctx.insert(
    {
      doctype: 'VA Conversation Turn',
      name: newName(ctx, 'turn'),
      conversation: conversation.name,
      employee: person.employee.name,
      turn_number: nextNumber(ctx, conversation.name),
      role: 'User',
      status: 'Pending',
      origin: 'Site',
      input_modality: 'Text',
      client_message_id: clientId,
      content,
      timestamp: ctx.nowText(),
    },
    ENGINE,
  );
  ctx.setValue('VA Conversation', conversation.name, { turn_count: number(turn['turn_number']) });
  tellSidecar(ctx, {
    kind: 'turn',
    turn: turn.name,
    conversation: conversation.name,
    employee: person.employee.name,
    user: person.user,
  });
  return { conversation: conversation.name, turn: turn.name, repeated: false };
}

function messageArg(args: Row): string {
  const content = args['text'];
  if (typeof content !== 'string') throw vaError(content === undefined ? 'MISSING_FIELD' : 'INVALID_FORMAT');
  if (content.trim() === '') throw vaError('MISSING_FIELD');
  if (!content.isWellFormed()) throw vaError('VALIDATION_ERROR');
  if (content.length > MAX_TEXT) throw vaError('PAYLOAD_TOO_LARGE');
  return content;
}

// Without a conversation the id is looked for in all of the person's own, so that a lost answer starts no second one.
function repeatOf(ctx: Ctx, person: PersonHere, clientId: string, conversation: string | null): Row | null {
  const filters: Row = { employee: person.employee.name, client_message_id: clientId, role: 'User' };
  if (conversation !== null) filters['conversation'] = conversation;
  const row = ctx.getAll('VA Conversation Turn', {
    fields: ['name', 'conversation'],
    filters,
    orderBy: 'creation asc',
    limit: 1,
  })[0];
  return row === undefined ? null : { conversation: row['conversation'], turn: row['name'], repeated: true };
}

function requireConsents(ctx: Ctx, { employee }: PersonHere): void {
  const settings = settingsOf(ctx, text(employee['company']));
  const version = text(settings['terms_version']) || '1';
  const held = consentsOf(ctx, employee.name);
  const missing = ['terms_of_service', 'conversation_logging'].filter((type) => {
    const decision = held[type];
    return decision === undefined || !decision.granted || (type === 'terms_of_service' && decision.version !== version);
  });
  if (missing.length > 0) throw vaError('CONSENT_REQUIRED', { missing, version, text: text(settings['terms_text']) });
}

/** Words that come this way are stored as a row. */
function checkPrivacy(mode: unknown): void {
  if ((text(mode) || 'normal') !== 'normal') throw vaError('PRIVACY_MODE_NOT_HERE');
}

function startConversation(ctx: Ctx, { employee, instance }: PersonHere): Doc {
  return ctx.insert(
    {
      doctype: 'VA Conversation',
      name: newName(ctx, 'conv'),
      employee: employee.name,
      va_instance: instance.name,
      status: 'Active',
      mode: 'text',
      platform: 'Web',
      privacy_mode: 'normal',
      started_at: ctx.nowText(),
      turn_count: 0,
    },
    ENGINE,
  );
}

/** A conversation of this person; one of somebody else looks like none. */
function ownConversation(ctx: Ctx, { employee }: PersonHere, name: string): Doc {
  const conversation = ctx.exists('VA Conversation', name) ? ctx.getDoc('VA Conversation', name) : null;
  if (conversation === null || conversation['employee'] !== employee.name || checked(conversation['is_deleted'])) {
    throw vaError('CONVERSATION_NOT_FOUND');
  }
  return conversation;
}

function nextNumber(ctx: Ctx, conversation: string): number {
  const last = ctx.getAll('VA Conversation Turn', {
    fields: ['turn_number'],
    filters: { conversation },
    orderBy: 'turn_number desc',
    limit: 1,
  })[0];
  return number(last?.['turn_number']) + 1;
}

function myTurns(ctx: Ctx, args: Row): Row {
  const person = personHere(ctx);
  const conversation = ownConversation(ctx, person, textArg(args, 'conversation'));
  const after = number(args['after_turn_number']);
  const turns = ctx.getAll('VA Conversation Turn', {
    fields: [
      ...['name', 'turn_number', 'role', 'status', 'content', 'timestamp', 'client_message_id'],
      ...SHOWN_FIELDS,
    ],
    filters: [
      ['conversation', '=', conversation.name],
      ['turn_number', '>', after],
      ['is_deleted', '=', 0],
    ],
    orderBy: 'turn_number asc, creation asc',
    limit: MAX_TURNS,
  });
  const shown = shownOf(turns);
  const actions = ctx.getAll('VA Action Log', {
    fields: ['name'],
    filters: { conversation: conversation.name, employee: person.employee.name, is_deleted: 0 },
    orderBy: 'creation desc',
    limit: MAX_ACTIONS,
  });
  return {
    turns: turns.map(({ name, turn_number, role, status, content, timestamp, client_message_id }, at) => ({
      name,
      turn_number,
      role,
      status: status ?? null,
      content: content ?? '',
      timestamp,
      client_message_id: client_message_id ?? null,
      ...shown[at],
    })),
    actions: actions.reverse().map((row) => cardOf(ctx, storedAction(ctx, text(row['name'])))),
  };
}

/** What stood beside each of these, in their order; the newest first when there is too much. */
function shownOf(turns: readonly Row[]): readonly Row[] {
  let left = MAX_SHOWN_CHARS;
  return turns
    .toReversed()
    .map((turn) =>
      Object.fromEntries(
        SHOWN_FIELDS.map((field) => {
          const kept = text(turn[field]) || '[]';
          left -= kept.length;
          return [field, left >= 0 ? listOf(kept) : []];
        }),
      ),
    )
    .toReversed();
}

function listOf(kept: string): readonly unknown[] {
  try {
    const shown: unknown = JSON.parse(kept);
    return Array.isArray(shown) ? shown : [];
  } catch {
    // An old row that somebody edited by hand: its words stand without it.
    return [];
  }
}

/** The caller's word on one consent; a change of mind is a new record. */
function consent(ctx: Ctx, args: Row, trail: AuditTrail): Row {
  const type = textArg(args, 'consent_type');
  const granted = isYes(args['granted']);
  const version = textArg(args, 'version');
  const { user, employee } = personHere(ctx);
  if (!CONSENT_TYPES.includes(type)) throw vaError('VALIDATION_ERROR');
  const asked = text(settingsOf(ctx, text(employee['company']))['terms_version']) || '1';
  if (granted && type === 'terms_of_service' && version !== asked) {
    throw vaError('VALIDATION_ERROR', {}, 'The terms have changed. Please read the new ones first.');
  }
  const record = ctx.insert(
    {
      doctype: 'VA Consent Record',
      name: newName(ctx, 'cons'),
      employee: employee.name,
      consent_type: type,
      status: granted ? 'granted' : 'denied',
      version,
      grant_method: 'Web',
      ip_address: ctx.ip,
    },
    ENGINE,
  );
  trail.append(ctx, {
    event_type: 'Consent Change',
    event_subtype: granted ? 'consent_granted' : 'consent_refused',
    actor_type: 'User',
    actor_user: user,
    actor_employee: employee.name,
    target_doctype: 'VA Consent Record',
    target_document: record.name,
    action: `consent.${type}`,
    outcome: 'Success',
  });
  return { name: record.name };
}

function isYes(value: unknown): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  if (value === undefined || value === null || value === '') throw vaError('MISSING_FIELD');
  return checked(value);
}
