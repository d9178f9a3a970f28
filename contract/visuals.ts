import { z } from 'zod';

/**
 * What stands beside an answer: data of a tool, never text of a model. All strings are ready to be shown, in the person's
 * own formats, and plain text: a page writes them as text and never as markup. The answer's words say the gist; a page
 * that cannot draw a visual leaves it out and nothing is lost but comfort.
 */
export type Visual = TableVisual | ListVisual | SlotsVisual | BarsVisual;

/** Rows that are compared: balances, expense claims, invoices. */
export interface TableVisual {
  readonly kind: 'table';
  /** Caption: "Your leave, 2026". */
  readonly title: string;
  readonly columns: readonly {
    readonly label: string;
    /** `end` for numbers and amounts. Default `start`. */
    readonly align?: 'start' | 'end';
  }[];
  /** As many cells as there are columns; the first one names the row. */
  readonly rows: readonly { readonly cells: readonly string[]; readonly say?: string }[];
  /** Rows that were left out. */
  readonly more?: number;
}

/** Things one after the other: tasks, meetings, approvals, articles. */
export interface ListVisual {
  readonly kind: 'list';
  readonly title: string;
  readonly items: readonly {
    readonly title: string;
    /** A second line: "due Friday, June 12; Website". */
    readonly detail?: string;
    /** What kind of attention it wants; shown as a mark with its word. */
    readonly mark?: { readonly text: string; readonly tone: 'plain' | 'good' | 'warning' | 'bad' };
    /** What a button beside it says for the person: "approve the expense claim of Li". */
    readonly action?: { readonly label: string; readonly say: string };
  }[];
  readonly more?: number;
}

/** Times to pick from: a click says `say`. */
export interface SlotsVisual {
  readonly kind: 'slots';
  readonly title: string;
  readonly slots: readonly { readonly label: string; readonly detail?: string; readonly say: string }[];
  readonly more?: number;
}

/** A small chart: budget by account, pipeline by stage. Bars start at 0; `text` is what a bar says, `value` how long it is. */
export interface BarsVisual {
  readonly kind: 'bars';
  readonly title: string;
  readonly bars: readonly {
    readonly label: string;
    readonly value: number;
    readonly text: string;
    /** The whole that the value is a part of, such as the budget. */
    readonly of?: number;
    readonly tone?: 'plain' | 'good' | 'warning' | 'bad';
  }[];
  readonly more?: number;
}

/** Where an answer comes from: a page of the company's site. */
export interface Citation {
  readonly title: string;
  /** An absolute path of the site, or an https address. */
  readonly href: string;
  /** Heading of the part that answers. */
  readonly section?: string | undefined;
  /** It was found by its words alone, meanings were not compared: the page says so. */
  readonly found_by?: 'words' | undefined;
}

/** How much of a visual travels; the sidecar cuts what is more and says so in `more`. */
export const VISUAL_LIMITS = { title: 140, text: 200, columns: 8, rows: 50, bytes: 12_000, perTurn: 4 } as const;

const title = z.string().min(1).max(VISUAL_LIMITS.title);
const text = z.string().max(VISUAL_LIMITS.text);
const many = <Schema extends z.ZodType>(schema: Schema) => z.array(schema).max(VISUAL_LIMITS.rows);
const more = z.number().int().min(1).optional();
const tone = z.enum(['plain', 'good', 'warning', 'bad']);

/** For the API, the page and tests; equal in meaning to `Visual`. */
export const visualSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('table'),
    title,
    columns: z
      .array(z.object({ label: text, align: z.enum(['start', 'end']).optional() }))
      .min(1)
      .max(VISUAL_LIMITS.columns),
    rows: many(z.object({ cells: z.array(text).max(VISUAL_LIMITS.columns), say: text.optional() })),
    more,
  }),
  z.object({
    kind: z.literal('list'),
    title,
    items: many(
      z.object({
        title: text,
        detail: text.optional(),
        mark: z.object({ text, tone }).optional(),
        action: z.object({ label: text, say: text }).optional(),
      }),
    ),
    more,
  }),
  z.object({
    kind: z.literal('slots'),
    title,
    slots: many(z.object({ label: text, detail: text.optional(), say: text })),
    more,
  }),
  z.object({
    kind: z.literal('bars'),
    title,
    bars: many(z.object({ label: text, value: z.number(), text, of: z.number().optional(), tone: tone.optional() })),
    more,
  }),
]);
export const citationSchema = z.object({
  title: z.string(),
  href: z.string(),
  section: z.string().optional(),
  found_by: z.literal('words').optional(),
});
