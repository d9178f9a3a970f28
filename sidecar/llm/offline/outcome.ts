/** The outcome of a tool as this model reads it. Whatever it says is data: it fills templates and decides nothing else. */
import { z } from 'zod';

const card = z.object({
  title: z.string(),
  lines: z.array(z.object({ label: z.string(), to: z.string() })),
  warnings: z.array(z.string()),
});
const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('data'), data: z.record(z.string(), z.unknown()) }),
  z.object({
    kind: z.literal('pending'),
    actionId: z.string(),
    parameters: z.record(z.string(), z.unknown()).optional(),
    replaces: z.literal(true).optional(),
    card: card.optional(),
  }),
  z.object({ kind: z.literal('refusal'), code: z.string(), sentence: z.string() }),
  z.object({ kind: z.literal('question'), slot: z.string(), sentence: z.string(), choices: z.array(z.string()) }),
  z.object({ kind: z.literal('undo_offer'), actionId: z.string(), sentence: z.string() }),
  z.object({ kind: z.literal('failed'), code: z.string(), sentence: z.string() }),
]);

export type Outcome = z.infer<typeof outcome>;

/** Null for text that is no outcome. */
export function readOutcome(content: string): Outcome | null {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    return null;
  }
  const parsed = outcome.safeParse(json);
  return parsed.success ? parsed.data : null;
}
