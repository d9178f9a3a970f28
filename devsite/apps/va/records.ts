import { isVoiceName } from '../../core/voice-name.ts';
import { SiteError } from '../../engine/site-error.ts';
import type { Controller, Ctx, Doc, Row, Site } from '../../engine/types.ts';
import { checked, number, parsed, refuse, rowsOf, text, textOrNull } from '../values.ts';
import { tellAction, tellSidecar, tellTurn } from './bus.ts';
import { checkCustomMethods, customAgent } from './custom-agents.ts';
import { userOf } from './identity.ts';
import { isSource } from './knowledge-folders.ts';
import { checkDimensions, personality } from './personality.ts';
import { checkOutside } from './webhooks.ts';

/** Limits that an assistant may not have higher than its template. */
const LIMITS = ['expense_limit', 'approval_limit', 'daily_action_limit', 'monthly_voice_minutes'] as const;
const MIRRORED = ['voice_recording', 'conversation_logging'];

/** Records that the sidecar caches. */
const CACHED = [
  'Company',
  'Employee',
  'User',
  'VA Company Settings',
  'VA Consent Record',
  'VA Custom Agent',
  'VA Instance',
  'VA Personality',
  'VA Sub-Agent Config',
  'VA Template',
];

/** What the knowledge index is made of. */
const KNOWLEDGE = ['File', 'Help Article', 'Help Category', 'Wiki Document', 'Wiki Page'];

/** What each VA DocType checks beyond the base, and what the bus tells about it. */
export function addRecordControllers(site: Site): void {
  site.addController('VA Instance', instance);
  site.addController('VA Consent Record', consentRecord);
  site.addController('VA Conversation Turn', turn);
  site.addController('VA Action Log', action);
  site.addController('VA Template', template);
  site.addController('VA Company Settings', companySettings);
  site.addController('VA Custom Agent', customAgent);
  site.addController('VA Personality', personality);
  for (const doctype of CACHED) {
    const tell = ({ ctx, doc }: { ctx: Ctx; doc: Doc }): void =>
      tellSidecar(ctx, { kind: 'changed', doctype, name: doc.name });
    site.addController(doctype, { onUpdate: tell, onTrash: tell });
  }
  for (const doctype of KNOWLEDGE) {
    const tell = ({ ctx, doc, before }: { ctx: Ctx; doc: Doc; before: Doc | null }): void => {
      if (isSource(ctx, doc, before)) tellSidecar(ctx, { kind: 'knowledge', doctype, name: doc.name });
    };
    site.addController(doctype, { onUpdate: tell, onTrash: tell });
  }
}

const instance: Controller = {
  beforeInsert({ ctx, doc }) {
    const employee = text(doc['employee']);
    if (ctx.getValue('VA Instance', { employee }, 'name') !== null) {
      throw new SiteError(
        'DuplicateEntryError',
        `Employee ${employee} already has an assistant. Each employee has one.`,
      );
    }
  },
  validate({ ctx, doc, before }) {
    doc['employee_name'] = ctx.getValue('Employee', text(doc['employee']), 'employee_name');
    const name = textOrNull(doc['template']);
    const limits = name === null ? null : ctx.getDoc('VA Template', name);
    if (limits !== null) {
      checkTemplate(doc, limits, before === null);
      checkAgents(doc, before, limits);
    }
    const mode = text(doc['default_privacy_mode']) || 'normal';
    if (mode !== 'normal' && !allowedModes(ctx, text(doc['company'])).includes(mode)) {
      refuse(`The company does not allow the privacy mode ${mode}.`);
    }
    const personality = textOrNull(doc['personality']);
    if (personality !== null && ctx.getValue('VA Personality', personality, 'employee') !== doc['employee']) {
      refuse('That personality profile belongs to another employee.');
    }
    checkVoice(doc, before, limits);
    const speed = number(doc['voice_speed']);
    if (speed !== 0 && (speed < 0.5 || speed > 2)) refuse('Voice Speed must be between 0.5 and 2.');
    for (const consent of MIRRORED) doc[`${consent}_consent`] = isGranted(ctx, text(doc['employee']), consent) ? 1 : 0;
  },
};

function checkTemplate(doc: Doc, limits: Doc, isNew: boolean): void {
  if (limits['company'] !== doc['company'])
    refuse(`Template ${limits.name} belongs to the company ${text(limits['company'])}.`);
  for (const field of LIMITS) {
    if (isNew && textOrNull(doc[field]) === null) doc[field] = limits[field];
    if (number(doc[field]) > number(limits[field])) {
      refuse(`${field} cannot be higher than ${text(limits[field])}, the limit of the template ${limits.name}.`);
    }
  }
}

/** Agents stay within those of the template; what the template lost later keeps no older assistant from being saved. */
function checkAgents(doc: Doc, before: Doc | null, limits: Doc): void {
  const allowed = textsOf(limits['enabled_sub_agents']);
  if (before !== null && text(before['enabled_sub_agents']) === text(doc['enabled_sub_agents'])) return;
  const outside = textsOf(doc['enabled_sub_agents']).find((agent) => !allowed.includes(agent));
  if (outside === undefined) return;
  // A new assistant that was made with the field's default takes what the template gives.
  if (before === null) doc['enabled_sub_agents'] = limits['enabled_sub_agents'];
  else refuse(`The template ${limits.name} does not allow the sub-agent ${outside}.`);
}

/** A voice that was saved before it had to be written so stays until it is changed. */
function checkVoice(doc: Doc, before: Doc | null, limits: Doc | null): void {
  const voice = text(doc['voice_id']).trim();
  if (before !== null && text(before['voice_id']) === text(doc['voice_id'])) return;
  doc['voice_id'] = voice;
  if (voice === '') return;
  demandVoices('Voice ID', [voice]);
  const offered = limits === null ? [] : textsOf(limits['voice_options']);
  if (offered.length > 0 && !offered.includes(voice))
    refuse(`The template ${limits?.name} does not offer the voice ${voice}.`);
}

function demandVoices(label: string, voices: readonly string[]): void {
  const wrong = voices.find((voice) => !isVoiceName(voice));
  if (wrong !== undefined) refuse(`${label}: ${wrong} is no voice. Write provider:voice, such as openai:nova.`);
}

function textsOf(value: unknown): string[] {
  const list = parsed(value);
  return Array.isArray(list) ? list.map(String) : [];
}

function allowedModes(ctx: Ctx, company: string): string[] {
  const stored = parsed(ctx.getValue('VA Company Settings', company, 'allowed_privacy_modes'));
  return Array.isArray(stored) ? stored.map(String) : ['normal'];
}

const consentRecord: Controller = {
  validate({ ctx, doc, before }) {
    if (before !== null) throw new SiteError('PermissionError', 'A consent is never edited. Give or withdraw it anew.');
    const status = textOrNull(doc['status']);
    const was = isGranted(ctx, text(doc['employee']), text(doc['consent_type']));
    doc['status'] = status ?? (checked(doc['granted']) ? 'granted' : was ? 'revoked' : 'denied');
    doc['granted'] = doc['status'] === 'granted' ? 1 : 0;
    if (doc['status'] === 'granted' && textOrNull(doc['granted_at']) === null) doc['granted_at'] = ctx.nowText();
    if (doc['status'] === 'revoked' && textOrNull(doc['revoked_at']) === null) doc['revoked_at'] = ctx.nowText();
  },
  afterInsert({ ctx, doc }) {
    const type = text(doc['consent_type']);
    const owner = ctx.getValue<string>('VA Instance', { employee: doc['employee'] }, 'name');
    if (!MIRRORED.includes(type) || owner === null) return;
    ctx.setValue('VA Instance', owner, { [`${type}_consent`]: isGranted(ctx, text(doc['employee']), type) ? 1 : 0 });
  },
};

/** The newest decision of an employee about one kind of consent. */
export function newestConsent(ctx: Ctx, employee: string, type: string): Row | null {
  const filters = { employee, consent_type: type };
  const fields = ['status', 'version', 'expires_at'];
  return ctx.getAll('VA Consent Record', { fields, filters, orderBy: 'creation desc, name desc', limit: 1 })[0] ?? null;
}

/** True when the newest decision is a yes that has not expired. */
export function isGranted(ctx: Ctx, employee: string, type: string): boolean {
  const newest = newestConsent(ctx, employee, type);
  if (newest?.['status'] !== 'granted') return false;
  const expires = textOrNull(newest['expires_at']);
  return expires === null || expires > ctx.nowText();
}

const turn: Controller = {
  validate({ ctx, doc, before }) {
    if (textOrNull(doc['client_message_id']) === null) doc['client_message_id'] = null;
    if (before !== null) return;
    const conversation = text(doc['conversation']);
    const employee = ctx.getValue('VA Conversation', conversation, 'employee');
    if (textOrNull(doc['employee']) !== null && employee !== null && employee !== doc['employee']) {
      throw new SiteError('PermissionError', 'That conversation belongs to another employee.');
    }
    const id = doc['client_message_id'];
    if (id !== null && ctx.getValue('VA Conversation Turn', { conversation, client_message_id: id }, 'name') !== null) {
      throw new SiteError('UniqueValidationError', 'That message is there already.');
    }
  },
  onUpdate({ ctx, doc, before }) {
    const isAnswer = before === null && doc['role'] === 'Assistant';
    if (isAnswer || (before !== null && before['status'] !== doc['status'])) tellTurn(ctx, ownerUser(ctx, doc), doc);
  },
};

const action: Controller = {
  validate({ ctx, doc }) {
    const doctype = textOrNull(doc['target_doctype']);
    const name = textOrNull(doc['target_document']);
    // The link opens the document in Desk; the name as text stays when the document is gone.
    doc['target_link'] = doctype !== null && name !== null && ctx.exists(doctype, name) ? name : null;
  },
  onUpdate({ ctx, doc, before }) {
    const user = ownerUser(ctx, doc);
    if (user !== null && before?.['status'] !== doc['status']) tellAction(ctx, user, doc);
  },
};

function ownerUser(ctx: Ctx, doc: Doc): string | null {
  return textOrNull(doc['employee']) === null ? null : userOf(ctx, text(doc['employee']));
}

const template: Controller = {
  validate({ ctx, doc }) {
    for (const row of rowsOf(doc['target_departments'])) {
      const company = ctx.getValue('Department', text(row['department']), 'company');
      if (company !== null && company !== doc['company'])
        refuse(`Department ${text(row['department'])} belongs to the company ${text(company)}.`);
    }
    demandVoices('Available Voice Options', textsOf(doc['voice_options']));
    for (const field of LIMITS) if (number(doc[field]) < 0) refuse(`${field} cannot be negative`, 'NonNegativeError');
    if (!checked(doc['is_default']) || !checked(doc['enabled'])) return;
    const others = ctx.getAll('VA Template', {
      fields: ['name'],
      filters: { company: doc['company'], is_default: 1, enabled: 1 },
    });
    const other = others.find((row) => row['name'] !== doc.name);
    if (other !== undefined)
      refuse(`${text(other['name'])} already is the default of ${text(doc['company'])}. A company has one default.`);
  },
};

const companySettings: Controller = {
  validate({ ctx, doc, before }) {
    checkCustomMethods(ctx.site, doc, before);
    checkOutside(ctx.site, doc, before);
    between(doc, 'confirmation_expiry_s', 60, 86_400);
    checkDimensions(doc['default_personality']);
    between(doc, 'max_actions_per_turn', 1, 50);
    between(doc, 'max_actions_per_minute', 1, 200);
    const tools = rowsOf(doc['tool_policies']).map((row) => text(row['tool']).trim());
    const twice = tools.find((tool, index) => tools.indexOf(tool) !== index);
    if (twice !== undefined) refuse(`The tool ${twice} is listed twice.`);
    if (textOrNull(doc['terms_text']) !== null && textOrNull(doc['terms_version']) === null) {
      refuse('The terms need a version, so that it is known who agreed to which text.');
    }
  },
};

function between(doc: Doc, field: string, low: number, high: number): void {
  const value = number(doc[field]);
  if (value < low || value > high) refuse(`${field} must be between ${low} and ${high}.`);
}
