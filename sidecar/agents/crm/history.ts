/** What was talked about with a customer before: logged activities that the person may read, newest first. */
import { z } from 'zod';
import type { ToolContext } from '../../actions/tool.ts';
import { localOfSite } from '../calendar/when.ts';
import { parsedAnswer } from '../site-answer.ts';
import type { Link } from './find-contact.ts';
import { inSight } from './site-answers.ts';

export interface Activity {
  readonly id: string;
  /** call, email, meeting, note */
  readonly kind: string;
  readonly subject: string;
  /** `YYYY-MM-DD HH:MM` on the person's clock; the date alone when the day is all that is known. */
  readonly at: string;
}

/** Frappe's categories of an Event, by what the tools call them. */
export const CATEGORIES = { call: 'Call', email: 'Sent/Received Email', meeting: 'Meeting', note: 'Other' } as const;
export type ActivityKind = keyof typeof CATEGORIES;

const rows = z.array(
  z.looseObject({
    name: z.string(),
    subject: z.string(),
    event_category: z.string().nullish(),
    starts_on: z.string(),
    all_day: z.number().nullish(),
  }),
);
const MOST = 10;

export async function historyOf(
  links: readonly Link[],
  context: Pick<ToolContext, 'reads' | 'person' | 'now'>,
): Promise<readonly Activity[]> {
  const names = [...new Set(links.map(({ name }) => name))];
  const found = await inSight(() =>
    context.reads.list('Event', {
      fields: ['name', 'subject', 'event_category', 'starts_on', 'all_day'],
      filters: [['Event Participants', 'reference_docname', 'in', names]],
      orderBy: '`tabEvent`.`starts_on` desc',
      // An Event comes once for each of its participants that fits.
      limit: MOST * 4,
    }),
  );
  const distinct = new Map(parsedAnswer(rows, found ?? []).map((row) => [row.name, row]));
  return [...distinct.values()]
    .map((row): Activity => {
      const local = localOfSite(row.starts_on, context.person);
      return {
        id: row.name,
        kind: kindOf(row.event_category ?? ''),
        subject: row.subject,
        at: row.all_day === 1 ? row.starts_on.slice(0, 10) : local,
      };
    })
    .slice(0, MOST);
}

function kindOf(category: string): string {
  return Object.entries(CATEGORIES).find(([, known]) => known === category)?.[0] ?? 'meeting';
}
