import type { Refusal } from '../../actions/tool.ts';
import { say } from './sentences.ts';

/** What the reads of these tools look at. */
export const DOCTYPES = ['Help Article', 'Help Category'] as const;

export function nothingToRead(): Refusal {
  return { kind: 'refusal', code: 'NOT_FOUND', sentence: say('nothingToRead') };
}
