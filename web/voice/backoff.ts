const FIRST_MS = 250;
const MOST_MS = 5000;

/**
 * How long to wait before the n-th try (from 0) to reach the service again, ms: longer each time, and not at the same moment as
 * everybody else.
 * @param random between 0 and 1
 */
export function backoffMs(attempt: number, random: number): number {
  const most = Math.min(MOST_MS, FIRST_MS * 2 ** attempt);
  return Math.round(most * (0.5 + random / 2));
}
