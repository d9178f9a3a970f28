import type { Situation } from '../../sidecar/llm/model.ts';

/** Monday, 23 November 2026, 09:00 in Chicago. */
export const MONDAY = Date.parse('2026-11-23T15:00:00Z');
/** Monday, 8 June 2026, 10:00 in Chicago. */
export const JUNE_8 = Date.parse('2026-06-08T15:00:00Z');

/** Priya's assistant at Acme, nothing talked of yet. */
export function situation(more: Partial<Situation> = {}): Situation {
  return {
    now: MONDAY,
    timeZone: 'America/Chicago',
    locale: 'en-US',
    dateFormat: 'mm-dd-yyyy',
    firstName: 'Priya',
    assistantName: 'Ada',
    company: 'Acme',
    currency: 'USD',
    focus: {},
    pending: null,
    standIn: false,
    ...more,
  };
}
