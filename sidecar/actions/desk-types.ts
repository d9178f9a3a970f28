import type { ActionCard } from '@dartwing-va/contract/turn-events.ts';
import type { Identity, Person } from '../people/person.ts';

export interface ActionQuery {
  readonly conversationId: string | null;
  readonly status: string | null;
  readonly type: string | null;
  readonly startDate: number | null;
  readonly endDate: number | null;
  readonly limit: number;
  readonly offset: number;
}
/** Buttons, API and typed words all end here. */
export interface ActionDesk {
  get(person: Person, actionId: string): Promise<ActionDetails>;
  list(
    person: Person,
    query: ActionQuery,
  ): Promise<{ readonly actions: readonly ActionDetails[]; readonly total: number }>;
  confirm(
    person: Person,
    identity: Identity,
    actionId: string,
    options: { readonly digest: string | null; readonly modifications: Readonly<Record<string, unknown>> | null },
  ): Promise<Confirmed>;
  cancel(person: Person, actionId: string, reason: string | null, as: 'cancelled' | 'rejected'): Promise<ActionDetails>;
  reverse(
    person: Person,
    identity: Identity,
    actionId: string,
    reason: string | null,
  ): Promise<{
    readonly action: ActionDetails;
    readonly reversalId: string;
    readonly result: Readonly<Record<string, unknown>>;
    readonly message: string;
  }>;
}
export interface ActionDetails {
  readonly card: ActionCard;
  readonly createdAt: number;
  readonly confirmedAt: number | null;
  readonly executedAt: number | null;
  readonly cancelledAt: number | null;
  readonly reversedAt: number | null;
  readonly proof: string | null;
}
export type Confirmed =
  | { readonly kind: 'executed'; readonly action: ActionDetails; readonly repeated: boolean; readonly message: string }
  | { readonly kind: 'superseded'; readonly action: ActionDetails; readonly replacement: ActionDetails };
