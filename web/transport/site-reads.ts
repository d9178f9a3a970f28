import { ASKED_CONSENTS } from '@dartwing-va/contract/consents.ts';
import { ERRORS } from '@dartwing-va/contract/errors.ts';
import type { SiteApi } from './site-api.ts';
import { type ConversationRow, pastOf } from './site-rows.ts';
import { type Me, type PastConversation, TransportError } from './transport.ts';

interface Whoami {
  readonly user: string;
  readonly full_name: string;
  readonly time_zone: string;
  readonly employee: string | null;
}
const PAST_LIMIT = '30';

/** The person as the site knows him. @throws TransportError with the reason when there is no assistant for him */
export async function whoAmI(api: SiteApi): Promise<{ readonly me: Me; readonly employee: string }> {
  const who = await api.get<Whoami>('dartwing_va.api.whoami', {}).catch((error: unknown) => {
    throw forPeople(error);
  });
  if (who.employee === null)
    throw new TransportError({ code: 'NO_EMPLOYEE', message: ERRORS.NO_EMPLOYEE.sentence, retryable: false });
  const me = {
    user: who.user,
    full_name: who.full_name,
    time_zone: who.time_zone,
    assistant_name: await assistantName(api, who.employee),
    // The site asks with the first message (CONSENT_REQUIRED); only it knows what is missing.
    consents_required: [],
  };
  return { me, employee: who.employee };
}

async function assistantName(api: SiteApi, employee: string): Promise<string> {
  try {
    const [instance] = await api.list<{ va_name: string | null }>('VA Instance', {
      fields: JSON.stringify(['va_name']),
      filters: JSON.stringify([['employee', '=', employee]]),
      order_by: 'name asc',
    });
    return instance?.va_name ?? 'Assistant';
  } catch (error) {
    // Who may not read the record still has an assistant; it goes without its own name.
    if (error instanceof TransportError && !error.retryable) return 'Assistant';
    throw error;
  }
}

/** What an employee has agreed to before the first conversation, by the newest record of each kind. */
export async function agreedConsents(
  api: SiteApi,
  employee: string,
): Promise<readonly { readonly consent_type: string; readonly version: string }[]> {
  const rows = await api.list<{ consent_type: string; status: string; version: string | null }>('VA Consent Record', {
    fields: JSON.stringify(['consent_type', 'status', 'version']),
    filters: JSON.stringify([
      ['employee', '=', employee],
      ['consent_type', 'in', ASKED_CONSENTS],
    ]),
    order_by: 'creation asc, name asc',
    limit_page_length: '0',
  });
  const newest = new Map(rows.map((row) => [row.consent_type, row]));
  return [...newest.values()]
    .filter((row) => row.status === 'granted')
    .map(({ consent_type, version }) => ({ consent_type, version: version || '1' }));
}

/** The newest conversations of an employee, each with its first words. */
export async function pastConversations(
  api: SiteApi,
  employee: string,
  zone: string | null,
): Promise<readonly PastConversation[]> {
  const rows = await api.list<ConversationRow>('VA Conversation', {
    fields: JSON.stringify(['name', 'started_at', 'status', 'summary', 'turn_count']),
    // HR may see those of others too; this list is the person's own.
    filters: JSON.stringify([
      ['employee', '=', employee],
      ['is_deleted', '=', 0],
    ]),
    order_by: 'started_at desc',
    limit_page_length: PAST_LIMIT,
  });
  if (rows.length === 0) return [];
  const first = await api.list<{ conversation: string; content: string }>('VA Conversation Turn', {
    fields: JSON.stringify(['conversation', 'content']),
    filters: JSON.stringify([
      ['conversation', 'in', rows.map((row) => row.name)],
      ['role', '=', 'User'],
      ['turn_number', '=', 1],
    ]),
    order_by: 'creation asc',
    limit_page_length: PAST_LIMIT,
  });
  const titles = new Map(first.map((row) => [row.conversation, row.content]));
  return rows.map((row) => pastOf(row, titles.get(row.name) ?? null, zone));
}

/** Status of a conversation as its record says; `Ended` when there is none to be seen. */
export async function statusOf(api: SiteApi, conversation: string): Promise<string> {
  const [stored] = await api.list<{ status: string }>('VA Conversation', {
    fields: JSON.stringify(['status']),
    filters: JSON.stringify([['name', '=', conversation]]),
    order_by: 'name asc',
  });
  return stored?.status ?? 'Ended';
}

/** The site refuses logins that belong to nobody, such as Administrator's; at the start of a page that needs a reason. */
function forPeople(error: unknown): unknown {
  if (!(error instanceof TransportError) || error.code !== 'FORBIDDEN') return error;
  return new TransportError({
    code: error.code,
    message: 'The assistant is there for employees. Sign in with a login of your own, please.',
    retryable: false,
  });
}
