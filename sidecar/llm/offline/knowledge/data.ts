/** What the knowledge tools tell, as this model reads it. */
import { z } from 'zod';

const named = z.object({ id: z.string(), title: z.string() });
export type Named = z.infer<typeof named>;

const result = named.extend({ section: z.string().nullable(), passage: z.string(), steps: z.array(z.string()) });
export const answerData = z.object({
  query: z.string(),
  answered: z.boolean(),
  /** By what it was looked for; answers of before do not tell. */
  searched: z.string().optional(),
  results: z.array(result),
  nearest: z.array(named),
});

const section = z.object({ heading: z.string().nullable(), text: z.string(), steps: z.array(z.string()) });
export type Section = z.infer<typeof section>;

export const articleData = named.extend({
  sections: z.array(section),
  cut: z.boolean(),
  section: z.string().optional(),
  official: z.boolean().optional(),
  note: z.string().optional(),
});
export const procedureData = named.extend({ steps: z.array(z.string()), sections: z.array(section) });
export const summaryData = named.extend({
  summary_type: z.enum(['brief', 'detailed', 'key_points', 'action_items']),
  whole: z.boolean(),
  sentences: z.array(z.string()),
});
export const categoriesData = z.object({ categories: z.array(z.object({ name: z.string(), articles: z.number() })) });
export const categoryData = z.object({ category: z.string(), articles: z.array(named) });
