/** The first round: what the user's words ask for. */

import { setsCardPart } from '../../language/card-parts.ts';
import { plainWords } from '../../language/nlu/quick/leave-vocabulary.ts';
import { wordsOf } from '../../language/normalise.ts';
import { classifyReply } from '../../language/replies.ts';
import { customWish, givesWay } from '../custom-wish.ts';
import type { ModelRequest } from '../model.ts';
import { isBareAddress } from './bare-address.ts';
import { isBareMoment } from './bare-moment.ts';
import { chosen } from './choice.ts';
import { customSkill, skillNameOf } from './custom/skill.ts';
import { goesOnWithMore, isGoingOn, isPointing, pointedPlace } from './follow-forms.ts';
import { withIdiom } from './idioms.ts';
import { type IntentScore, type IntentScorer, isWish } from './intent.ts';
import { leaveTopic } from './leave/skills.ts';
import { pointingWords } from './listed-words.ts';
import { handOver } from './operations/assign-skill.ts';
import { aboutPending } from './pending.ts';
import { ofPerson, withName } from './people-meant.ts';
import { say, spoken } from './sentences.ts';
import type { Filling, Skill } from './skill.ts';
import { skillOf, skillOfDocument, skillSetOf } from './skill-sets.ts';
import { ask, call, has, kept, type Step, tell } from './step.ts';
import { plainAnswer, reaction, suggestions, talk } from './talk.ts';
import { askWanted, beginWanted, isDoubtful, isGuess, onlyAsks, wantedWords } from './unsure.ts';

const FALLBACK: IntentScore = { intent: 'other', score: 0 };
/** From here on words are a wish of their own, whatever was asked before. */
const SURE = 0.6;
/** A name may sound like a wish; from here on, and this long, it is one. */
const VERY_SURE = 0.85;
const WISH_WORDS = 4;
const ADDRESS = /@|\bat\b.*\bdot\b/iu;
const ASKS = /^ (?:what|who|whose|when|where|which|why|how|do|does|did|is|are|can|could) (?!about )/u;
/** Share of the best score from which on another label is as good. */
const CLOSE = 0.05;
const CONTACT = 'get_contact';
const DIRECTORY = 'search_employee_directory';
const CHANGES = /^ (?:and |ok |then )*(?:make|set|move|push|shift|bump|raise|lower) /u;
const LOOKS_UP = new Set([DIRECTORY, CONTACT, 'search_contacts', 'get_reporting_manager']);
const WAYS = / (?:mobile|phone|number|e ?mail|address|contact|who is|whos|manager|boss) /u;
const APPROVE = 'approve_request';
/** With nothing waiting for a yes, these decide on what others wait for. */
const DECIDES =
  /^ (?:ok |okay |yes |please |then )*(?:approve|accept) (?:it|that|this|that one|this one)(?: please| then)? $/u;
/** From here on a name is as likely a colleague's. */
const EVEN = 0.2;
/** What is done to or with somebody: his name belongs into the words. */
const TO_PEOPLE = new Set(
  'send_email notify_colleague log_activity schedule_meeting find_meeting_time check_availability'.split(' '),
);
/** What words in Desk are worth. */
const OWN = 0.95;

export function decide(text: string, request: ModelRequest, scorer: IntentScorer): Step {
  const { situation } = request;
  const named = withName(text, request.situation);
  if (named !== null && TO_PEOPLE.has(scorer.score(named)[0]?.intent ?? '')) return decide(named, request, scorer);
  const best = ownOf(text, withIdiom(text, bestOf(scorer.score(text), request), request), request);
  const { filling } = situation.focus;
  if (filling !== undefined) {
    const step = fill(text, filling, best, request);
    if (step !== null) return step;
  }
  const goesOn = () =>
    handOver(text, request) ??
    ofPerson(text, best, request) ??
    (isGoingOn(text) ? followUp(text, request, best) : null);
  // A card that was talked past comes after what was talked of since.
  const later = situation.pending?.passed === true ? goesOn() : null;
  if (later !== null) return later;
  if (situation.pending !== null) {
    const step = aboutPending(text, situation.pending, best, request, goesOn);
    if (step !== null) return step;
  }
  const next = goesOn();
  if (next !== null) return next;
  // Nothing was listed: a place in a list is no wish for anything else.
  return isPointing(text) ? tell(say('pointsNowhere'), situation) : answer(text, best, request);
}

/** A phrase of the company's own agents counts before what the words are taken for otherwise. */
function ownOf(text: string, best: IntentScore, request: ModelRequest): IntentScore {
  const wish = customWish(text, request.situation.custom ?? []);
  const isTool = skillOf(best.intent) !== null && has(best.intent, request);
  if (wish === null || givesWay(wish, { score: best.score, isTool })) return best;
  return { intent: skillNameOf(wish), score: OWN };
}

function skillFor(tool: string, request: ModelRequest): Skill | null {
  return skillOf(tool) ?? customSkill(tool, request);
}

/** A tool that the person does not have gives way to one he has that fits about as well: "Marcus's e-mail" without a CRM. */
function bestOf(scores: readonly IntentScore[], request: ModelRequest): IntentScore {
  const [top = FALLBACK] = scores;
  // "Marcus's e-mail" may be of a colleague or of a customer's: whoever is no colleague is looked for among the contacts after that.
  const colleague = top.intent === CONTACT ? scores.find(({ intent }) => intent === DIRECTORY) : undefined;
  const likely = colleague !== undefined && colleague.score >= EVEN && has(DIRECTORY, request);
  const best = likely ? { intent: DIRECTORY, score: top.score } : top;
  // A guess at what he may not see is none.
  const unseen = isGuess(best) && request.situation.outOfSight?.includes(best.intent) === true;
  const first = unseen ? FALLBACK : best;
  if (skillOf(first.intent) === null ? !isWish(first) || first.intent.includes('.') : has(first.intent, request))
    return first;
  const other = scores.find(
    ({ intent, score }) => score >= first.score * CLOSE && skillOf(intent) !== null && has(intent, request),
  );
  return other === undefined ? first : { intent: other.intent, score: first.score };
}

function answer(text: string, best: IntentScore, request: ModelRequest): Step {
  const plain = plainAnswer(text, request.situation);
  if (plain !== null) return plain;
  if (DECIDES.test(plainWords(text)) && has(APPROVE, request))
    return skillOf(APPROVE)?.begin(text, {}, request) ?? reaction(text, request);
  const own = customSkill(best.intent, request);
  if (own !== null) return own.begin(text, {}, request);
  const skill = skillOf(best.intent);
  if (skill !== null) {
    const domain = skillSetOf(skill.tool)?.name ?? skill.tool;
    // Words that may mean anything go on from what was talked of last, if they can.
    const goesOn = isGuess(best) ? followUp(text, request, best) : null;
    if (goesOn !== null) return goesOn;
    if (onlyAsks(text, best)) return reaction(text, request);
    if (has(skill.tool, request)) {
      const step = skill.begin(text, {}, request);
      // A card or a look costs nothing; nobody wants to be asked for facts of what he never wanted.
      return isDoubtful(text, best) && step.focus.filling !== undefined
        ? (askWanted(text, best, request) ?? reaction(text, request))
        : step;
    }
    const app = request.situation.unavailable?.[skill.tool];
    const why = app === undefined ? say('domainOff', { domain: capital(domain) }) : say('appMissing', { app, domain });
    return tell(why, request.situation);
  }
  const small = talk(best.intent, request);
  if (small !== null) return small;
  const pointing = pointingWords(text, request.situation);
  const next = followUp(text, request, best) ?? (pointing === null ? null : followUp(pointing, request, best));
  if (next !== null) return next;
  const topic = leaveTopic(best.intent);
  return topic === null ? reaction(text, request) : tell(topic, request.situation, suggestions(request));
}

/** "and sick leave?", "what about Priya?", "then Monday": what was talked about last goes on. */
function followUp(text: string, request: ModelRequest, best: IntentScore): Step | null {
  const { lastTool, lastArgs = {}, mentions = [] } = request.situation.focus;
  const doctype = mentions[0]?.doctype === 'ToDo' ? 'Task' : mentions[0]?.doctype;
  // After a yes no tool is the last, but what was made is still at hand: "cancel it".
  const known = lastTool === undefined && doctype !== undefined ? skillOfDocument(doctype) : skillOf(lastTool ?? '');
  if (known !== null) {
    const step = known.follow?.(text, lastArgs, request) ?? null;
    // What was listed may have come of another tool than the last.
    return step ?? ofListed(text, request);
  }
  // Of a tool that is known by its definition alone nobody can say which words go on from it: only those that want nothing else.
  const isOther = !goesOnWithMore(text) || (isWish(best) && best.score >= SURE);
  return isOther ? null : (customSkill(lastTool ?? '', request)?.follow?.(text, lastArgs, request) ?? null);
}

/** "When does it close?": the first of what was talked of that the words can be about. */
function ofListed(text: string, request: ModelRequest): Step | null {
  if (!isGoingOn(text)) return null;
  const talkedOf = new Set((request.situation.focus.mentions ?? []).flatMap(({ doctype }) => doctype ?? []));
  for (const doctype of talkedOf) {
    const step = skillOfDocument(doctype === 'ToDo' ? 'Task' : doctype)?.follow?.(text, {}, request) ?? null;
    if (step !== null) return step;
  }
  return null;
}

/**
 * What the words of a turn ask for, told again while its tools answer: the tool whose question they answered, else what they
 * were taken for.
 */
export function wishOf(text: string, request: ModelRequest, scorer: IntentScorer): string {
  const best = ownOf(text, withIdiom(text, bestOf(scorer.score(text), request), request), request);
  const { filling } = request.situation.focus;
  if (filling !== undefined && fill(text, filling, best, request) !== null) return filling.tool;
  return DECIDES.test(plainWords(text)) ? APPROVE : best.intent;
}

/** The answer to a question that was asked; null when the words are about something else. */
function fill(text: string, filling: Filling, best: IntentScore, request: ModelRequest): Step | null {
  const { situation } = request;
  const skill = skillFor(filling.tool, request);
  if (skill === null) return null;
  const { kind } = classifyReply(text);
  const words = wantedWords(filling);
  if (words !== null) {
    if (kind === 'yes') return beginWanted(skill, words, request);
    // Anything but a plain no is what is meant instead.
    if (kind !== 'no' && kind !== 'stop') return null;
  }
  const place = pointedPlace(text);
  const pointed = place === null ? null : (filling.choices.at(place) ?? null);
  const choice = words === null ? (chosen(text, filling.choices) ?? pointed) : null;
  const gaveUp =
    /^ (?:ok |okay |no |just )*(?:skip|forget|drop|leave|scrap|cancel) (?:it|that|this)(?: \S+){0,3} $| (?:actually|oh|hmm?|well|um|erm?) (?:no|nothing|never mind|forget it) $/u.test(
      plainWords(text),
    );
  if (choice === null && (kind === 'no' || kind === 'stop' || gaveUp)) {
    return { ...tell(spoken(situation.tone?.manner, 'dropped'), situation), focus: kept(situation.focus) };
  }
  const named = skill.named?.includes(filling.asked) === true;
  const free = skill.freeText?.includes(filling.asked) === true;
  if (choice === null && named && kind === 'yes') {
    const { tool, args, asked, choices } = filling;
    return ask({ text: say('needsName'), tool, args, asked, choices }, situation);
  }
  // "Get me Jon's mobile" is nobody's name, but another look for somebody.
  if (named && choice === null && LOOKS_UP.has(best.intent) && best.score >= SURE && WAYS.test(plainWords(text)))
    return null;
  // An address that is spelled out is as long as a wish.
  const long = wordsOf(text).length >= WISH_WORDS && !ADDRESS.test(text);
  const wish =
    choice === null &&
    !free &&
    isWish(best) &&
    (named ? long && best.score >= VERY_SURE : best.score >= SURE) &&
    best.intent !== filling.tool &&
    !setsCardPart(text) &&
    !isBareMoment(text, situation) &&
    !isBareAddress(text);
  // A question names nobody, whatever it is about; a title may end with a mark of one.
  const asksElse =
    choice === null && !free && long && (kind === 'question' || kind === 'change') && ASKS.test(plainWords(text));
  if (asksElse && (named || (isWish(best) && !isGuess(best) && best.intent !== filling.tool))) return null;
  // "Until the 11th" sounds like a goodbye: talk counts only when the words answer nothing.
  const small = best.intent.startsWith('talk.');
  if (wish && !small) return null;
  // A yes is no name and no choice, whatever free words are taken.
  if (free && choice === null && kind === 'yes' && filling.choices.length > 0) {
    const { tool, args, asked, choices } = filling;
    return ask({ text: say('askedAgain', { question: say('whichOfThese') }), tool, args, asked, choices }, situation);
  }
  const step = answered(text, choice, free || named, filling, request);
  if (step !== null && !asksTheSame(step, filling)) return step;
  // Nothing came of the words as an answer: what they are as a wish counts, though it be no sure one.
  const isLong = wordsOf(text).length >= WISH_WORDS || kind === 'question';
  const other = choice === null && isLong && isWish(best) && !isGuess(best) && best.intent !== filling.tool;
  const goesOn = choice === null && !free && isGoingOn(text) && !CHANGES.test(plainWords(text));
  return wish || asksElse || goesOn || (other && kind !== 'yes' && !small) ? null : step;
}

function asksTheSame({ focus: { filling } }: Step, before: Filling): boolean {
  return filling?.tool === before.tool && filling.asked === before.asked;
}

function answered(
  text: string,
  choice: string | null,
  free: boolean,
  filling: Filling,
  request: ModelRequest,
): Step | null {
  const skill = skillFor(filling.tool, request);
  if (skill === null) return null;
  if (skill.answer !== undefined) return skill.answer(text, choice, filling, request);
  if (choice !== null || free) {
    return call(filling.tool, { ...filling.args, [filling.asked]: choice ?? text.trim() }, request);
  }
  if (filling.choices.length === 0) return skill.begin(text, filling.args, request);
  const { tool, args, asked, choices } = filling;
  return ask(
    { text: say('askedAgain', { question: say('whichOfThese') }), tool, args, asked, choices },
    request.situation,
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
