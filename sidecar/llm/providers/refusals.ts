import { failureOf, type Report } from './failure.ts';

/** How servers say it; a message that only mentions a parameter ("max_tokens is too large") is about something else. */
const NOT_KNOWN =
  /un(?:supported|known|recognized|expected)|not (?:supported|permitted|allowed|available|implemented|enabled)|n't support|does not (?:support|exist)|may not be|cannot find field|deprecated|invalid|failed to parse/i;

/** Parameters that a model turned out not to know, remembered for as long as the model lives. */
export interface Refusals<P extends string> {
  has(parameter: P): boolean;
  /** True when the error refuses a parameter that can be left out and was not left out before: ask again without it. */
  learn(report: Report): boolean;
}

/**
 * Older and smaller servers answer 400 to what they do not know, newer models to what they no longer take (a
 * temperature). Such a request did not run, so asking again without the parameter repeats nothing.
 * @param signs words of the error by parameter, beside the name itself.
 */
export function refusals<const P extends string>(signs: Readonly<Record<P, RegExp>>): Refusals<P> {
  const refused = new Set<P>();
  return {
    has: (parameter) => refused.has(parameter),
    learn(report) {
      if (report.status !== 400 && report.status !== 422 && report.status !== 501) return false;
      if (failureOf(report) !== 'bad-request' && report.status !== 501) return false;
      if (!NOT_KNOWN.test(report.message)) return false;
      for (const [parameter, sign] of Object.entries(signs) as [P, RegExp][]) {
        if (refused.has(parameter) || !sign.test([...report.codes, report.message].join(' '))) continue;
        refused.add(parameter);
        return true;
      }
      return false;
    },
  };
}
