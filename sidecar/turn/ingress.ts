import type { BusEvent, SiteRow } from '../frappe/site-client.ts';
import { asVaError, isVaError, VaError } from '../lib/va-error.ts';
import type { Person } from '../people/person.ts';
import type { AcceptedIndex } from './accepted-index.ts';
import type { EngineDeps } from './deps.ts';
import type { TurnEvents } from './events.ts';
import { refuseTurn } from './record/refuse.ts';
import type { StateStore } from './state/state-store.ts';
import type { TurnRequest } from './turn-engine.ts';

const FIELDS = [
  'name',
  'conversation',
  'employee',
  'owner',
  'role',
  'status',
  'content',
  'client_message_id',
  'turn_number',
] as const;
const PAGE = 200;
const CLAIM_MS = 30_000;

/** Turns that came in through the site: Desk, a portal page, another app (`say`). */
export interface Ingress {
  handle(event: BusEvent): Promise<void>;
  /** Everything that the site holds unanswered: events are at-most-once. Gives how many were taken. */
  reconcile(): Promise<number>;
  /** True while something could not be taken and is to be tried again. */
  readonly behind: boolean;
}

export function createIngress(
  deps: EngineDeps,
  parts: {
    readonly states: StateStore;
    readonly events: TurnEvents;
    readonly accepted: AcceptedIndex;
    readonly accept: (request: TurnRequest) => Promise<{ readonly repeated: boolean }>;
    readonly actionChanged: (person: Person, actionId: string) => Promise<void>;
  },
): Ingress {
  let behind = false;

  /** Once across replicas: the one that holds the claim accepts, the others find it accepted. */
  async function claimed(turnId: string, work: () => Promise<boolean>): Promise<boolean> {
    const claim = await deps.stores.leases.acquire(deps.siteKey('claim', turnId), {
      ttlMs: CLAIM_MS,
      waitMs: CLAIM_MS,
    });
    if (!claim) throw new VaError('CONFLICT');
    try {
      return await work();
    } finally {
      await claim.release();
    }
  }

  async function take(row: SiteRow): Promise<boolean> {
    const turnId = String(row['name']);
    const conversationId = String(row['conversation']);
    const user = String(row['owner']);
    const text = String(row['content'] ?? '');
    const clientMessageId = typeof row['client_message_id'] === 'string' ? row['client_message_id'] : null;
    try {
      const person = await deps.people.person(user);
      // The owner of a row is set by the site; a row whose employee is another one is nobody's word.
      if (person.employee.id !== row['employee']) throw new VaError('FORBIDDEN');
      const request = { person, identity: null, conversationId, text, clientMessageId, origin: 'site' } as const;
      return !(
        await parts.accept({ ...request, existingTurnId: turnId, existingTurnNumber: Number(row['turn_number'] ?? 0) })
      ).repeated;
    } catch (error) {
      if (!isVaError(error) || error.retryable) throw error;
      await refuseTurn(
        deps,
        parts,
        {
          v: 1,
          turnId,
          conversationId,
          user,
          employeeId: String(row['employee']),
          text,
          clientMessageId,
          origin: 'site',
          acceptedAt: deps.clock.now(),
          bound: null,
          runner: '',
        },
        error,
      );
      return true;
    }
  }

  async function takeRows(rows: readonly SiteRow[]): Promise<number> {
    let taken = 0;
    for (const row of rows) {
      try {
        if (await claimed(String(row['name']), () => take(row))) taken += 1;
      } catch (error) {
        behind = true;
        deps.log.warn(
          'a turn of the site could not be taken yet',
          { turn_id: String(row['name']), code: asVaError(error).code },
          error,
        );
      }
    }
    return taken;
  }

  async function one(turnId: string): Promise<void> {
    const rows = await deps.site.list(
      'VA Conversation Turn',
      {
        fields: FIELDS,
        filters: [
          ['name', '=', turnId],
          ['role', '=', 'User'],
          ['status', '=', 'Pending'],
        ],
        orderBy: 'name asc',
        limit: 1,
      },
      { kind: 'service' },
    );
    await takeRows(rows);
  }

  async function reconcile(): Promise<number> {
    behind = false;
    let taken = 0;
    let start = 0;
    for (;;) {
      const rows = await deps.site.list(
        'VA Conversation Turn',
        {
          fields: FIELDS,
          filters: [
            ['role', '=', 'User'],
            ['status', '=', 'Pending'],
            ['origin', '=', 'Site'],
          ],
          orderBy: 'timestamp asc, turn_number asc',
          limit: PAGE,
          start,
        },
        { kind: 'service' },
      );
      taken += await takeRows(rows);
      if (rows.length < PAGE) return taken;
      start += rows.length;
    }
  }

  return {
    get behind() {
      return behind;
    },
    reconcile,
    async handle(event) {
      try {
        if (event.kind === 'turn') await one(event.turn);
        else if (event.kind === 'action') await parts.actionChanged(await deps.people.person(event.user), event.action);
        else if (event.kind === 'connected') await reconcile();
      } catch (error) {
        behind = true;
        throw error;
      }
    },
  };
}
