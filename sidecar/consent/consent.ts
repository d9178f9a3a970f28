import { CONVERSATION_LOGGING } from '@dartwing-va/contract/consents.ts';
import type { CONSENT_TYPES } from '@dartwing-va/contract/rest.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import { VaError } from '../lib/va-error.ts';
import type { People, Person } from '../people/person.ts';
import type { SiteTime } from '../people/site-time.ts';
import type { Outbox, SiteRecord } from '../records/record.ts';
import { insertRow } from '../records/writers.ts';
import type { SiteKey } from '../stores/site-key.ts';
import type { Journal, KeyValue } from '../stores/stores.ts';
import { type ConsentSettings, defaultConsentSettings } from './settings.ts';

type ConsentType = (typeof CONSENT_TYPES)[number];

/** A consent that must be given before the first conversation, with the words to agree to. */
export interface RequiredConsent {
  readonly consent_type: string;
  readonly version: string;
  readonly text: string;
}
export interface ConsentState {
  readonly consent_type: string;
  readonly granted: boolean;
  readonly version: string | null;
}
export interface ConsentDecision {
  readonly consent_type: ConsentType;
  readonly granted: boolean;
  readonly version: string;
}

/** Where a decision came from, for the record. */
export interface ConsentSource {
  readonly ip: string;
  readonly userAgent: string | null;
}

export interface Consents {
  /** What is still missing (decisions.md 17), as far as this process knows. */
  required(person: Person): RequiredConsent[];
  /** As `required`, having looked for what another replica took. @throws VaError CONSENT_REQUIRED with meta.required. */
  demand(person: Person): Promise<void>;
  /** Everything the person ever decided, and the required ones. */
  current(person: Person): ConsentState[];
  /** Stores decisions, durable when this resolves. @throws VaError VALIDATION_ERROR (an old version of the terms), STORAGE_FULL. */
  record(person: Person, decisions: readonly ConsentDecision[], from: ConsentSource): Promise<void>;
}

export interface ConsentDeps {
  readonly people: People;
  readonly journal: Journal;
  readonly kv: KeyValue;
  readonly outbox: Pick<Outbox, 'toEntry'>;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly siteTime: SiteTime;
  /** The row of VA Audit Log for a decision: `consentAudit` of the room `audit`, which this one does not know. */
  readonly auditRow: (person: Person, decision: ConsentDecision, at: number) => SiteRecord;
  readonly settings?: ConsentSettings;
  readonly siteKey: SiteKey;
}

type Decisions = Readonly<Record<string, { readonly granted: boolean; readonly version: string | null }>>;

/** Consents of employees: Frappe's VA Consent Record is the truth, what is on its way there is remembered here. */
export function createConsents(deps: ConsentDeps): Consents {
  const settings = deps.settings ?? defaultConsentSettings;
  const keyOf = (person: Person) => deps.siteKey('consents', person.employee.id);
  const remembered = new Map<string, { readonly decisions: Decisions; readonly until: number }>();

  function known(person: Person): Decisions {
    const local = remembered.get(person.employee.id);
    if (!local) return person.consents;
    if (local.until < deps.clock.now()) {
      remembered.delete(person.employee.id);
      return person.consents;
    }
    return { ...person.consents, ...local.decisions };
  }
  /** Decisions that any replica took lately. */
  async function load(person: Person): Promise<Decisions> {
    const kept = await deps.kv.get(keyOf(person));
    if (kept === null) return {};
    const decisions = JSON.parse(kept) as Decisions;
    remembered.set(person.employee.id, { decisions, until: deps.clock.now() + settings.rememberMs });
    return decisions;
  }

  const consents: Consents = {
    required: (person) => wanted(person).filter((consent) => !isGiven(consent, known(person))),
    async demand(person) {
      if (consents.required(person).length === 0) return;
      await load(person);
      const required = consents.required(person);
      if (required.length > 0) throw new VaError('CONSENT_REQUIRED', { meta: { required } });
    },
    current(person) {
      const decisions = known(person);
      const types = new Set([...wanted(person).map((consent) => consent.consent_type), ...Object.keys(decisions)]);
      return [...types].map((type) => ({
        consent_type: type,
        granted: decisions[type]?.granted ?? false,
        version: decisions[type]?.version ?? null,
      }));
    },
    async record(person, given, from) {
      demandCurrentVersions(person, given);
      const now = deps.clock.now();
      const decisions: Record<string, { granted: boolean; version: string | null }> = { ...(await load(person)) };
      const records: SiteRecord[] = [];
      for (const decision of given) {
        decisions[decision.consent_type] = { granted: decision.granted, version: decision.version };
        records.push(consentRow(deps, person, decision, from, now));
        records.push(deps.auditRow(person, decision, now));
      }
      await deps.journal.commit({
        append: records.map((record) => deps.outbox.toEntry(record)),
        set: [{ key: keyOf(person), value: JSON.stringify(decisions), ttlMs: settings.rememberMs }],
      });
      remembered.set(person.employee.id, { decisions, until: now + settings.rememberMs });
      deps.people.forget(person.user);
    },
  };
  return consents;
}

function wanted(person: Person): RequiredConsent[] {
  return [
    { consent_type: 'terms_of_service', version: person.settings.termsVersion, text: person.settings.termsText },
    CONVERSATION_LOGGING,
  ];
}

function isGiven(required: RequiredConsent, known: Decisions): boolean {
  const decision = known[required.consent_type];
  if (!decision?.granted) return false;
  // Terms that changed are asked again; logging keeps the version it was agreed under.
  return required.consent_type !== 'terms_of_service' || decision.version === required.version;
}

function demandCurrentVersions(person: Person, given: readonly ConsentDecision[]): void {
  const current = new Map(wanted(person).map((consent) => [consent.consent_type, consent.version]));
  for (const { consent_type, version, granted } of given) {
    const expected = current.get(consent_type);
    if (granted && expected !== undefined && expected !== version) {
      throw new VaError('VALIDATION_ERROR', {
        message: 'Those terms have changed. Please read the new ones.',
        details: [{ field: 'consents', message: `${consent_type} has version ${expected}` }],
      });
    }
  }
}

function consentRow(
  deps: Pick<ConsentDeps, 'ids' | 'siteTime'>,
  person: Person,
  decision: ConsentDecision,
  from: ConsentSource,
  now: number,
): SiteRecord {
  const at = deps.siteTime.toSite(now);
  return insertRow('VA Consent Record', deps.ids.make('cons'), {
    employee: person.employee.id,
    consent_type: decision.consent_type,
    version: decision.version,
    status: decision.granted ? 'granted' : 'revoked',
    granted: decision.granted ? 1 : 0,
    grant_method: 'Api',
    ip_address: from.ip,
    ...(from.userAgent === null ? {} : { user_agent: from.userAgent.slice(0, 300) }),
    ...(decision.granted ? { granted_at: at } : { revoked_at: at }),
  });
}
