import { clausesOf } from '../../language/nlu/clauses.ts';
import { infoOf, type LabelScore } from '../../language/nlu/labels.ts';
import { recognise } from '../../language/nlu/recognise.ts';
import { wordsOf } from '../../language/normalise.ts';

/** One wish of several. */
export interface PlanStep {
  readonly id: string;
  /** The user's own words of this wish. */
  readonly text: string;
  /** Null with `agent`: nobody here can do it; it is told as that, and the others are done. */
  readonly tool: string | null;
  readonly agent: string | null;
  /** It changes something, or sends something. */
  readonly writes: boolean;
  /** Steps that must have come to something before this one is begun. */
  readonly needs: readonly string[];
}

export interface Plan {
  readonly steps: readonly PlanStep[];
}

/** What words ask for, when that is several things; null when it is one. `own`: the tools of the person's company. */
export type Planner = (text: string, own?: OwnTools) => Plan | null;
/** The tool of the company's own that words are for, whatever else they are taken for. */
export type OwnTools = (words: string, best: LabelScore) => LabelScore['own'] | null;

type Scorer = (words: string) => LabelScore;
const trained: Scorer = (words) => recognise(words)[0] ?? { label: 'other', score: 0 };

/** Plans over the words alone: no model is asked. `writes` tells whether a tool changes something; null: nobody has it. */
export function createPlanner(
  writes: (agent: string, tool: string) => boolean | null,
  scorer: Scorer = trained,
): Planner {
  return (text, own) => {
    // The cheap look first: most that is said has no second half.
    if (!JOINT.test(text)) return null;
    // Its halves are looked at more than once.
    const known = new Map<string, LabelScore>();
    const score = (words: string) => {
      const found = known.get(words) ?? withOwn(words, scorer(words), own);
      known.set(words, found);
      return found;
    };
    // What nobody here can do stands apart: it is told as that, and the rest is done.
    const clauses = clausesOf(text, score, true);
    if (clauses.length < 2) return null;
    const steps: PlanStep[] = [];
    let after = 0;
    for (const clause of clauses) {
      const at = text.indexOf(clause.text, after);
      const joint = text.slice(after, Math.max(after, at));
      after = at + clause.text.length;
      const { tool, agent } = clause.best.own ?? LABELLED[clause.best.label] ?? infoOf(clause.best.label);
      const beyond = tool === null && BEYOND.has(clause.best.label);
      // Words that want nothing of their own belong to what was said before them.
      if (!beyond && (tool === null || agent === null)) return null;
      const id = `s${steps.length + 1}`;
      // What nobody can do counts as a change: then it is told that it was not done.
      const doesWrite =
        tool !== null && agent !== null && clause.best.own === undefined && (writes(agent, tool) ?? true);
      const needs = tool === null ? [] : needsOf(clause.text, joint, tool, steps);
      steps.push({ id, text: clause.text, tool, agent, writes: doesWrite, needs });
    }
    // Of things that nobody can do there is one answer, and no plan.
    return steps.some(({ tool }) => tool !== null) ? { steps } : null;
  };
}

/** Labels of what nobody here can do. */
const BEYOND: ReadonlySet<string> = new Set(['other']);
/** Tools that stand behind a label without being called as it is. */
const LABELLED: Readonly<Record<string, { readonly tool: string; readonly agent: string }>> = {
  'leave.beyond': { tool: 'get_team_absences', agent: 'calendar' },
};

function withOwn(words: string, best: LabelScore, own: OwnTools | undefined): LabelScore {
  const found = own?.(words, best) ?? null;
  return found === null ? best : { label: 'other', score: 1, own: found };
}

const JOINT = /\band\b|\bthen\b|\balso\b|\bplus\b|\bas well as\b|[;.!?,]\s+\S/iu;
const AFTERWARDS = /\b(?:then|after that|afterwards|once that)\b/iu;
/** Points at what the wish before it is about. */
const POINTS_BACK = /\b(?:it|that|this|them|those|these|him|her)\b/iu;
/** Messages that say nothing of their own tell of what was done: "tell the team", "let Marcus know". */
const MESSAGES = new Set(['send_email', 'notify_colleague']);
const OWN_CONTENT = /\b(?:that|about|saying|to say|whether|if|re|regarding|:)\s+\S+|["“]/iu;

function needsOf(text: string, joint: string, tool: string, before: readonly PlanStep[]): readonly string[] {
  const last = before.findLast(({ tool: earlier }) => earlier !== null);
  if (last === undefined) return [];
  const telling = MESSAGES.has(tool) && !OWN_CONTENT.test(text);
  const pointing = POINTS_BACK.test(wordsOf(text).slice(0, 12).join(' ')) && !MESSAGES.has(tool);
  return telling || pointing || AFTERWARDS.test(joint) ? [last.id] : [];
}
