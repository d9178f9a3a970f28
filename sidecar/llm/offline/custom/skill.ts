/** Skills for agents that a company made itself: made of what Desk says of their tools, for each request anew. */
import { formatList } from '../../../language/format.ts';
import { type CustomWish, customWish, phrasePattern } from '../../custom-wish.ts';
import type { CustomGuide, ModelRequest, ModelTool } from '../../model.ts';
import { chosen } from '../choice.ts';
import type { Skill } from '../skill.ts';
import { skillOf } from '../skill-sets.ts';
import { type Args, ask, call, type Step, tell } from '../step.ts';
import { type Field, fieldsOf, readAnswer, readFields } from './parameters.ts';
import { say } from './sentences.ts';
import { tellData } from './telling.ts';

/** Ends the name under which it is asked which of an agent's tools is meant; no tool is called so. */
const CHOOSING = '__';
const YES_NO = ['Yes', 'No'] as const;

/** Under which skill a wish for a company's own agent is taken up. */
export function skillNameOf({ guide, tools }: CustomWish): string {
  const [only, ...more] = tools;
  return only !== undefined && more.length === 0 ? only.name : `${guide.agent}${CHOOSING}`;
}

/** Null for a name that is none of a company's own, or none that the person has. */
export function customSkill(name: string, request: ModelRequest): Skill | null {
  for (const guide of request.situation.custom ?? []) {
    if (name === `${guide.agent}${CHOOSING}`) return choosing(guide);
    const own = guide.tools.find((tool) => tool.name === name);
    const tool = request.tools.find((one) => one.name === name);
    if (own !== undefined && tool !== undefined) return own.searches ? searchSkill(name) : toolSkill(tool, own.title);
  }
  return null;
}

/** A search takes the words as they are, and its answer is told as the knowledge base's. */
function searchSkill(tool: string): Skill {
  const report = skillOf('search_knowledge_base')?.report;
  return {
    tool,
    begin(text, _known, request) {
      const rest = beyond(text, request).replace(/^[\s,:;.-]+/u, '');
      return call(tool, { query: (/\s/u.test(rest) ? rest : text).trim().slice(0, 300) }, request);
    },
    ...(report === undefined ? {} : { report }),
  };
}

function toolSkill(tool: ModelTool, title: string): Skill {
  const fields = fieldsOf(tool);
  const goOn = (args: Args, request: ModelRequest): Step => {
    const missing = fields.find((field) => field.required && args[field.name] === undefined);
    return missing === undefined ? call(tool.name, args, request) : question(tool, title, missing, args, request);
  };
  const read = (text: string, request: ModelRequest) =>
    readFields(fields, text, beyond(text, request), request.situation);
  return {
    tool: tool.name,
    freeText: fields.filter(({ kind }) => kind === 'text').map(({ name }) => name),
    begin: (text, known, request) => goOn({ ...known, ...read(text, request) }, request),
    answer(text, choice, filling, request) {
      const field = fields.find(({ name }) => name === filling.asked);
      if (field === undefined) return null;
      const value = readAnswer(field, text, choice, request.situation);
      if (value !== null) return goOn({ ...filling.args, [field.name]: value }, request);
      const step = question(tool, title, field, filling.args, request);
      return { ...step, text: say('again', { question: step.text }) };
    },
    follow(text, lastArgs, request) {
      const rest = text.replace(LEAD, '');
      const found = readFields(fields, rest, rest, request.situation);
      return Object.keys(found).length === 0 ? null : goOn({ ...lastArgs, ...found }, request);
    },
    report(data, { args, request }) {
      const about = Object.values(args).filter((value) => typeof value === 'string');
      return tell(tellData(data, title, about, request.situation), request.situation);
    },
  };
}

const LEAD = /^\s*(?:(?:and|what about|how about)\s+)+/iu;

function question(tool: ModelTool, title: string, field: Field, args: Args, request: ModelRequest): Step {
  const about = lowered(field.about);
  const choices = field.kind === 'yes-no' ? YES_NO : field.choices.slice(0, 12);
  const text =
    field.kind === 'yes-no'
      ? say('needYesNo', { title, about })
      : choices.length === 0
        ? say('need', { title, about })
        : say('needOneOf', { title, about, choices: formatList(choices, 'or') });
  return ask({ text, tool: tool.name, args, asked: field.name, choices }, request.situation);
}

/** "Currency you have." as part of a sentence. */
function lowered(text: string): string {
  const bare = text.trim().replace(/[.?!:]+$/u, '');
  return /^\p{Lu}\p{Ll}/u.test(bare) ? bare.charAt(0).toLowerCase() + bare.slice(1) : bare;
}

/** The words beyond the phrase that led here: behind it, else before it. */
function beyond(text: string, request: ModelRequest): string {
  const wish = customWish(text, request.situation.custom ?? []);
  if (wish === null) return '';
  const found = phrasePattern(wish.phrase).exec(text);
  if (found === null) return '';
  const behind = text.slice(found.index + found[0].length);
  return /[\p{L}\p{N}]/u.test(behind) ? behind : text.slice(0, found.index).replace(ASKING, '');
}

/** How a question begins, which says nothing of what is asked for. */
const ASKING =
  /^\s*(?:(?:hey|hi|ok|please|can|could|would|you|tell|show|give|get|me|us|i|want|need|to|know|look|up|check|find|what|whats|what's|is|are|how|the|a|an|for|of|my|our)\b[\s,]*)+/iu;

/** Which of an agent's tools is meant. */
function choosing(guide: CustomGuide): Skill {
  const titles = guide.tools.map(({ title }) => title);
  const offer = (request: ModelRequest): Step =>
    guide.tools.length === 0
      ? tell(say('needsModel', { label: guide.label }), request.situation)
      : ask(
          {
            text: say('which', { titles: formatList(titles, 'or') }),
            tool: `${guide.agent}${CHOOSING}`,
            args: {},
            asked: 'tool',
            choices: titles,
          },
          request.situation,
        );
  return {
    tool: `${guide.agent}${CHOOSING}`,
    begin: (_text, _known, request) => offer(request),
    answer(text, choice, _filling, request) {
      const picked = guide.tools.find(({ title }) => title === (choice ?? chosen(text, titles)));
      const skill = picked === undefined ? null : customSkill(picked.name, request);
      return skill?.begin(text, {}, request) ?? offer(request);
    },
  };
}
