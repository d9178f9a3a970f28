/** Small talk, and what the assistant can do: said of the domains whose tools the person has. */
import { formatTime } from '../../language/clock-text.ts';
import { formatDate, formatList } from '../../language/format.ts';
import { plainWords } from '../../language/nlu/quick/leave-vocabulary.ts';
import { classifyReply } from '../../language/replies.ts';
import { localTimeAt } from '../../language/zone-time.ts';
import type { ModelRequest, Situation } from '../model.ts';
import { say as sayOwn } from './custom/sentences.ts';
import { say, spoken } from './sentences.ts';
import type { SkillSet } from './skill.ts';
import { SKILL_SETS } from './skill-sets.ts';
import { has, type Step, tell } from './step.ts';

/** The answer to words that want no tool; null for a label that is no talk. */
export function talk(label: string, request: ModelRequest): Step | null {
  const { situation } = request;
  const name = situation.firstName;
  const manner = situation.tone?.manner;
  const examples = suggestions(request);
  switch (label) {
    case 'talk.greeting':
      return tell(spoken(manner, 'greeting', { name }), situation, examples);
    case 'talk.how-are-you':
      return tell(spoken(manner, 'howAreYou', { name }), situation, examples);
    case 'talk.thanks':
      return tell(spoken(manner, 'thanks', { name }), situation);
    case 'talk.goodbye':
      return tell(spoken(manner, 'goodbye', { name }), situation);
    case 'talk.praise':
      return tell(spoken(manner, 'praise'), situation);
    case 'talk.complaint':
      return tell(spoken(manner, 'complaint'), situation, examples);
    case 'talk.who-are-you':
      return tell(
        spoken(manner, 'whoAreYou', {
          assistant: situation.assistantName,
          company: situation.company,
          topics: topics(request),
        }),
        situation,
        examples,
      );
    case 'talk.help':
      return tell(spoken(manner, 'help', { can: abilities(request) }), situation, examples);
    default:
      return null;
  }
}

/** Bare replies that found nothing to reply to, and everything nobody here can do. */
export function reaction(text: string, request: ModelRequest): Step {
  const { situation } = request;
  const manner = situation.tone?.manner;
  const { kind } = classifyReply(text);
  if (kind === 'yes') return tell(say('nothingPending'), situation, suggestions(request));
  if (kind === 'no' || kind === 'stop' || kind === 'unsure') return tell(spoken(manner, 'allRight'), situation);
  if (kind === 'undo') return tell(say('nothingToUndo'), situation);
  // Nobody wants to hear the same list twice in a row.
  const beyond = situation.standIn
    ? say('standIn', { topics: topics(request) })
    : spoken(manner, saidBeyond(request) ? 'otherAgain' : 'other', { topics: topics(request) });
  const { pending } = situation;
  return tell(
    pending === null ? beyond : `${beyond} ${say('stillWaits', { title: pending.title })}`,
    situation,
    suggestions(request),
  );
}

/** Whether the answer before this one was that something is beyond us. */
function saidBeyond({ messages, situation }: ModelRequest): boolean {
  const before = messages.findLast((message) => message.role === 'assistant');
  if (before?.role !== 'assistant') return false;
  const first = (text: string) => /^[^.,]*[.,]/u.exec(text)?.[0] ?? text;
  const forms = ['other', 'otherAgain'] as const;
  return forms.some((form) => before.text.startsWith(first(spoken(situation.tone?.manner, form, { topics: '' }))));
}

/** What needs no tool to be known: the time, the day, that no human is here. */
export function plainAnswer(text: string, situation: Situation): Step | null {
  const words = plainWords(text);
  const { date, time } = localTimeAt(situation.now, situation.timeZone);
  if (/ (?:what time is it|what is the time|whats the time|time is it|current time) /u.test(words))
    return tell(say('timeIs', { time: formatTime(time, situation.locale) }), situation);
  if (
    / (?:what day is (?:it|today)|what is (?:the date|todays date|today)|whats (?:the date|todays date)|which day is (?:it|today)) /u.test(
      words,
    )
  )
    return tell(say('dayIs', { date: formatDate(date, situation.locale) }), situation);
  if (
    / (?:talk|speak|chat) (?:to|with) (?:a |an |some |the )?(?:human|person|real person|somebody|someone|agent|operator|support)| (?:real|actual) (?:human|person) /u.test(
      words,
    )
  )
    return tell(say('noHuman'), situation, ['Who is my manager?']);
  return null;
}

/** A few things to say, one of each domain first. */
export function suggestions(request: ModelRequest): readonly string[] {
  const sets = available(request);
  const most = Math.max(0, ...sets.map((set) => set.examples.length));
  const rounds = Array.from({ length: most }, (_, round) => sets.flatMap((set) => set.examples[round] ?? []));
  return rounds.flat().slice(0, 3);
}

type Domain = Pick<SkillSet, 'can' | 'examples' | 'name'>;

/** The domains whose tools are at hand, then the agents that the company made itself. */
function available(request: ModelRequest): readonly Domain[] {
  const { outOfSight = [] } = request.situation;
  const own = (request.situation.custom ?? []).map(({ label, triggers }) => ({
    can: sayOwn('can', { label }),
    examples: triggers.slice(0, 2),
    name: label,
  }));
  return [
    ...SKILL_SETS.filter((set) =>
      set.skills.some((skill) => has(skill.tool, request) && !outOfSight.includes(skill.tool)),
    ),
    ...own,
  ];
}

/** Nobody listens to eleven topics. */
const MOST_TOPICS = 5;

/** "leave, meetings and tasks" */
function topics(request: ModelRequest): string {
  const names = available(request).map((set) => set.name);
  if (names.length === 0) return say('nothingAtAll');
  return names.length > MOST_TOPICS ? formatList([...names.slice(0, MOST_TOPICS), say('more')]) : formatList(names);
}

function abilities(request: ModelRequest): string {
  const sets = available(request);
  if (sets.length === 0) return say('onlyTalk');
  return sets.map(({ name, can }) => say('ability', { name: capital(name), can })).join('\n');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
