/** Mornings, afternoons and evenings. */
import type { EventLine } from './data.ts';

export type Part = 'morning' | 'afternoon' | 'evening';

export function partOf(plain: string): Part | null {
  const part =
    /(?<![a-z])(?:this |in the |tonight|[a-z]+day )?(?<part>morning|afternoon|evening)(?! brief)(?![a-z])/u.exec(plain)
      ?.groups?.['part'];
  if (part === undefined) return /(?<![a-z])tonight(?![a-z])/u.test(plain) ? 'evening' : null;
  return part as Part;
}

export function touches(event: EventLine, part: Part): boolean {
  const limits = { morning: ['00:00', '12:00'], afternoon: ['12:00', '17:00'], evening: ['17:00', '24:00'] } as const;
  const [from, to] = limits[part];
  return (
    event.start.slice(11) < to && (event.end.slice(11) > from || event.end.slice(0, 10) > event.start.slice(0, 10))
  );
}
