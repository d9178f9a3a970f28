/** What the offline model does with changes of a deal: collecting them, changing the card, words beside it. */
import {
  saidAmount,
  saidClosing,
  saidDeal,
  saidLostReason,
  saidNote,
  saidProbability,
  saidShift,
  saidStage,
  saidStep,
} from '../../../language/nlu/slots/deal-words.ts';
import { normaliseText } from '../../../language/normalise.ts';
import { classifyReply } from '../../../language/replies.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import { slotContext } from '../calendar/wording.ts';
import type { Pending, Skill } from '../skill.ts';
import { type Args, ask, call, type Step, tell, textOf } from '../step.ts';
import { lastOf, mentioning, placeIn } from './mention.ts';
import { presentCard } from './present.ts';
import { say } from './sentences.ts';

const UPDATE = 'update_opportunity';
const FACTS = ['stage', 'amount', 'amount_by', 'close_date', 'close_shift', 'probability', 'notes', 'lost_reason'];

/** "Push that two weeks": later, of course. */
const PUSHED =
  /^(?:please |and |ok |then |can you )*(?:push|move|delay|postpone|slip|extend|shift)(?![a-z]).*(?:a|an|one|two|three|four|five|six|\d+) (?:days?|weeks?|months?)[.!]*$/u;

/** What the words say should be different. */
function changesIn(text: string, situation: Situation): Args {
  const context = slotContext(situation);
  const note = saidNote(text);
  const head = note === null ? text : text.slice(0, text.length - note.length);
  const step = saidStep(head);
  const money = saidAmount(head, context);
  const shift = saidShift(head) ?? saidShift(`${head} ${PUSHED.test(normaliseText(head)) ? 'later' : ''}`);
  const closing = shift === null ? saidClosing(head, context) : null;
  const stage = saidStage(head) ?? (FORWARD.test(normaliseText(head)) ? 'next' : null);
  const probability = saidProbability(head);
  const reason = stage === 'lost' ? saidLostReason(head.replace(/(?<=\p{L})([,:;-]) /gu, ' $1 ')) : null;
  return {
    ...(stage === null ? {} : { stage }),
    ...(money === null ? {} : step === null ? { amount: money.amount } : { amount_by: step * money.amount }),
    ...(money?.currency == null ? {} : { currency: money.currency }),
    // "In April" is by its end.
    ...(closing === null ? {} : { close_date: closing.to }),
    ...(shift === null ? {} : { close_shift: shift }),
    ...(probability === null ? {} : { probability }),
    ...(reason === null ? {} : { lost_reason: reason }),
    ...(note === null ? {} : { notes: note }),
  };
}

/** The deal by its name, else the one that was talked of last. */
function dealIn(text: string, situation: Situation): string | null {
  const listed = placeIn('Opportunity', text, situation);
  if (listed !== null) return listed.name;
  // "Mark it lost, they went with a competitor": it, and not the competitor.
  const last = lastOf('Opportunity', situation)?.name;
  if (last !== undefined && IT_FIRST.test(normaliseText(text))) return last;
  const named = saidDeal(text, slotContext(situation));
  if (named !== null && !/^(?:forward|ahead|along|on|up|already|it|that)$/u.test(named)) return named;
  const points = /(?<![a-z])(?:it|that|this|the deal|that deal|this deal|the opportunity|them)(?![a-z])/u.test(
    normaliseText(text),
  );
  return points ? (lastOf('Opportunity', situation)?.name ?? null) : null;
}

/** "Move that deal forward" */
const FORWARD = /(?<![a-z])(?:move|push|take|bring|advance) .*(?<![a-z])(?:forward|ahead|along|on|up)[.!]*$/u;
const IT_FIRST =
  /^(?:please |and |ok |okay |then |now |can you )*(?:mark|move|set|make|close|push|put|change|update|bump|raise|lower|drop|win|lose|delay|postpone) (?:it|that|this)(?: one| deal)?(?![a-z])/u;

function hasFacts(args: Args): boolean {
  return FACTS.some((fact) => args[fact] !== undefined);
}

function goOn(args: Args, request: ModelRequest): Step {
  const { situation } = request;
  if (textOf(args['opportunity_id']) === null)
    return ask({ text: say('whichDeal'), tool: UPDATE, args, asked: 'opportunity_id' }, situation);
  if (!hasFacts(args)) return ask({ text: say('whatChange'), tool: UPDATE, args, asked: 'change' }, situation);
  return call(UPDATE, args, request);
}

export const updating: Skill = {
  tool: UPDATE,
  parts: say('changeParts'),
  named: ['opportunity_id'],
  freeText: ['lost_reason'],
  begin(text, known, request) {
    const { situation } = request;
    const deal = textOf(known['opportunity_id']) ?? dealIn(text, situation);
    const args = { ...known, ...changesIn(text, situation) };
    const all = deal === null ? args : { ...args, opportunity_id: deal };
    // Closed can be either.
    const closes = /^(?:please )?close (?!it (?:on|by|at|in|end))/u.test(normaliseText(text)) && !hasFacts(all);
    if (deal !== null && closes)
      return ask(
        { text: say('wonOrLost'), tool: UPDATE, args: all, asked: 'stage', choices: [say('won'), say('lost')] },
        situation,
      );
    return goOn(all, request);
  },
  answer(text, choice, filling, request) {
    const { situation } = request;
    const { args, asked } = filling;
    const said = choice ?? text.trim();
    // "Add a note to the Northwind deal: ..." is no answer about another one.
    const other = anotherDeal(text, choice, asked, args, situation);
    if (other !== null) return goOn(other, request);
    switch (asked) {
      case 'opportunity_id': {
        const deal = choice ?? dealIn(text, situation) ?? said;
        return goOn({ ...args, ...(choice === null ? changesIn(text, situation) : {}), opportunity_id: deal }, request);
      }
      case 'lost_reason':
        if (classifyReply(text).kind === 'yes')
          return ask({ text: say('whyLost'), tool: UPDATE, args, asked: 'lost_reason' }, situation);
        return goOn({ ...args, lost_reason: said }, request);
      case 'stage':
        return goOn({ ...args, stage: (choice ?? saidStage(text) ?? said).toLowerCase() }, request);
      case 'close_date': {
        const closing = saidClosing(text, slotContext(situation));
        if (closing === null) return ask({ text: say('noDay'), tool: UPDATE, args, asked: 'close_date' }, situation);
        return goOn({ ...args, close_date: closing.to }, request);
      }
      default: {
        const { [asked]: _before, currency: _currency, ...rest } = args;
        const changes = changesIn(text, situation);
        if (asked === 'change' && Object.keys(changes).length === 0)
          return ask({ text: say('whatChange'), tool: UPDATE, args: rest, asked: 'change' }, situation);
        const probability =
          asked === 'probability' ? Number(/\d+(?:\.\d+)?/u.exec(text)?.[0] ?? Number.NaN) : Number.NaN;
        return goOn({ ...rest, ...changes, ...(Number.isNaN(probability) ? {} : { probability }) }, request);
      }
    }
  },
  change(text, pending, request) {
    const changes = changesIn(text, request.situation);
    if (Object.keys(changes).length === 0) return null;
    const other = saidDeal(text, slotContext(request.situation));
    if (other !== null && !isOf(other, pending)) return goOn({ ...changes, opportunity_id: other }, request);
    return goOn({ ...pending.parameters, ...changes }, request);
  },
  follow: (text, _lastArgs, request) => changeOfLast(text, request),
  report: (data, { request }) => {
    const message = textOf(data['message']);
    return message === null ? null : tell(message, request.situation);
  },
  present(prepared, talk) {
    const id = textOf(prepared.parameters?.['opportunity_id']);
    const label = prepared.card?.lines[0]?.to ?? '';
    const step = presentCard(prepared, talk);
    return id === null ? step : mentioning(step, 'Opportunity', [{ id, label }]);
  },
};

const NAMES_NO_DEAL = new Set(['opportunity_id', 'lost_reason']);

/** A change of a deal that is named, while another one was asked about. */
function anotherDeal(
  text: string,
  choice: string | null,
  asked: string,
  args: Args,
  situation: Situation,
): Args | null {
  if (choice !== null || NAMES_NO_DEAL.has(asked)) return null;
  const named = saidDeal(text, slotContext(situation));
  const before = textOf(args['opportunity_id'])?.toLowerCase() ?? '';
  const changes = changesIn(text, situation);
  const isSame = named === null || named.split(' ').every((word) => before.includes(word));
  return isSame || !hasFacts(changes) ? null : { ...changes, opportunity_id: named };
}

/** "Make it 100k", "and close by July 15": the deal that was talked of last, wanted different. */
export function changeOfLast(text: string, request: ModelRequest): Step | null {
  const { situation } = request;
  const plain = normaliseText(text);
  if (!/^(?:and|also|then|now)(?![a-z])|(?<![a-z])(?:it|that|the deal|that deal)(?![a-z])/u.test(plain)) return null;
  if (/^(?:what|which|how|who|when|show|list|is|are|did|do|does)(?![a-z])|\?\s*$/u.test(plain)) return null;
  const deal = lastOf('Opportunity', situation)?.name;
  const changes = changesIn(text, situation);
  if (deal === undefined || Object.keys(changes).length === 0) return null;
  return goOn({ ...changes, opportunity_id: deal }, request);
}

/** Whether a name said beside a card is that of its deal. */
function isOf(name: string, { title, parameters }: Pending): boolean {
  const own = `${title} ${textOf(parameters['opportunity_id']) ?? ''}`.toLowerCase();
  return name
    .toLowerCase()
    .split(' ')
    .every((word) => own.includes(word));
}
