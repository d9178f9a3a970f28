import { infoOf } from '../../language/nlu/labels.ts';
import { customWish, givesWay } from '../../llm/custom-wish.ts';
import type { CustomGuide } from '../../llm/model.ts';
import type { OwnTools } from './plan.ts';

/** Reads wishes for the agents that the person's company made itself. */
export function ownTools(guides: readonly CustomGuide[]): OwnTools {
  return (words, best) => {
    const wish = customWish(words, guides);
    if (wish === null) return null;
    if (givesWay(wish, { score: best.score, isTool: infoOf(best.label).tool !== null })) return null;
    const { agent } = wish.guide;
    return { agent, tool: wish.tools[0]?.name ?? agent };
  };
}
