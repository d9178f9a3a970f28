import { asVaError } from '../../lib/va-error.ts';
import type { TurnEngine } from '../../turn/turn-engine.ts';
import type { Preview } from '../turn-taking/completeness.ts';
import type { TurnSituation } from '../turn-taking.ts';
import type { SessionParts } from './parts.ts';

/** Looks for one utterance that are begun before it is over. */
const MOST = 3;

/** While somebody still speaks: what his words will need is looked up as soon as they could be all. */
export interface Foreseeing {
  /** All words of the utterance so far. */
  words(text: string, expects: TurnSituation['expects']): void;
  /** It is over, or counts for nothing. */
  over(): void;
}

export function createForeseeing(
  parts: SessionParts,
  turns: Pick<TurnEngine, 'foresee'>,
  preview: Preview,
): Foreseeing {
  let looked = 0;
  let last = '';
  return {
    words(text, expects) {
      // A yes or no to a card is nothing to look up for.
      if (!parts.settings.lookAhead || looked >= MOST || text === last || expects === 'card') return;
      const completeness = preview(text, expects);
      if (completeness !== 'command' && completeness !== 'question') return;
      looked += 1;
      last = text;
      const work = async () => turns.foresee(await parts.person(), parts.conversationId, text);
      work().catch((error: unknown) => parts.log.debug('nothing was looked up ahead', { code: asVaError(error).code }));
    },
    over() {
      looked = 0;
      last = '';
    },
  };
}
