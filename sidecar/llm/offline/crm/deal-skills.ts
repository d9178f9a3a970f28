/** What the offline model does with lists of deals and the pipeline. */
import { formatList } from '../../../language/format.ts';
import { saidDealStatus, saidPipelinePeriod } from '../../../language/nlu/slots/crm.ts';
import { saidAmount, saidDeal } from '../../../language/nlu/slots/deal-words.ts';
import { readSlots } from '../../../language/nlu/slots/slots.ts';
import { normaliseText } from '../../../language/normalise.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import { slotContext } from '../calendar/wording.ts';
import { isGoingOn, isPointing, pointedPlace } from '../follow-forms.ts';
import type { Skill } from '../skill.ts';
import { type Args, call, type Step, tell, textOf, today } from '../step.ts';
import { changeOfLast } from './change-deal.ts';
import { type DealLine, type DealsData, dealsData, pipelineData } from './data.ts';
import { lastOf, mentioning, placeIn } from './mention.ts';
import { say } from './sentences.ts';
import { dealLine, dealText, money, periodText } from './wording.ts';

const DEALS = 'get_opportunities';
/** So many are named in the words; of more the list beside them tells. */
const FEW = 3;
const PIPELINE = 'get_pipeline_summary';
const MINE =
  /(?<![a-z])(?:my|mine|do i have|am i|i have|i'm working|i am working|belong to me|assigned to me)(?![a-z])/u;
const OVERDUE =
  /(?<![a-z])(?:overdue|should have (?:already )?(?:been )?closed|should already (?:be|have) closed|past (?:their|the|its) (?:close|closing) date|late|slipped)(?![a-z])/u;
const SOON = /(?<![a-z])(?:close soon|about to close|closing soon)(?![a-z])/u;
const CLOSES = /(?<![a-z])(?:clos(?:e|es|ing|ed)|due|won|lost|expect(?:ed)?|win|lose|sign(?:ed)?)(?![a-z])/u;
const AT_LEAST = /(?<![a-z])(?:above|over|more than|at least|bigger than|larger than|worth more|exceeding)(?![a-z])/u;
const SUPERLATIVE =
  /(?<![a-z])(?:biggest|largest|highest|most (?:likely|valuable|promising)|best(?: one)?(?= *$)|best chance|hottest|closest to closing)(?![a-z])/u;

export const dealList: Skill = {
  tool: DEALS,
  document: 'Opportunity',
  begin: (text, known, request) => call(DEALS, { ...known, ...asked(text, request.situation) }, request),
  follow(text, lastArgs, request) {
    const { situation } = request;
    const plain = normaliseText(text);
    const listed = placeIn('Opportunity', text, situation);
    if (listed !== null) return call(DEALS, { query: listed.name }, request);
    const change = changeOfLast(text, request);
    if (change !== null) return change;
    // "Which one is the biggest?" of those that were listed.
    if (SUPERLATIVE.test(plain)) return call(DEALS, lastArgs, request);
    // "When does it close?" of the one that was talked of.
    const last = lastOf('Opportunity', situation);
    if (
      last !== null &&
      isGoingOn(text) &&
      /(?<![a-z])(?:it|that one|this one)(?![a-z])/u.test(plain) &&
      /^(?:and |so )?(?:when|what|how|who|where)/u.test(plain)
    )
      return call(DEALS, { query: last.name }, request);
    if (isGoingOn(text) && /(?<![a-z])(?:ones?|of (?:them|those|these))(?![a-z])/u.test(plain)) {
      const { query: _one, ...wider } = lastArgs;
      const more = asked(text, situation);
      return Object.keys(more).length === 0 ? null : call(DEALS, { ...wider, ...more }, request);
    }
    if (!/^(?:and|what about|how about|also|or|only|just|then)(?![a-z])/u.test(plain)) return null;
    const more = asked(text, situation);
    const { query: _query, ...wide } = lastArgs;
    const account = textOf(more['account_id']) ?? bareName(text, situation);
    const next = { ...more, ...(account === null ? {} : { account_id: account }) };
    return Object.keys(next).length === 0 ? null : call(DEALS, { ...wide, ...next }, request);
  },
  report(data, { text, request }) {
    const read = dealsData.safeParse(data);
    if (!read.success) return null;
    return listReport(read.data, text, request.situation);
  },
};

/** "And Cedar?" */
function bareName(text: string, situation: Situation): string | null {
  const bare = text.replace(/^\s*(?:and|what about|how about|also|or|only|just|then)\s+(?:for |with |at )?/iu, '');
  return textOf(readSlots('get_account', bare, slotContext(situation))['account_id']);
}

function asked(text: string, situation: Situation): Args {
  const context = slotContext(situation);
  const plain = normaliseText(text);
  const slots = readSlots(DEALS, text, context);
  const status = saidDealStatus(text);
  const period = saidPipelinePeriod(text, context);
  const closing = OVERDUE.test(plain)
    ? 'overdue'
    : SOON.test(plain)
      ? 'next_30_days'
      : period !== null && CLOSES.test(plain)
        ? period
        : null;
  const least = AT_LEAST.test(plain) ? saidAmount(text, context) : null;
  const query = slots['account_id'] === undefined && closing !== 'overdue' ? oneDeal(text, plain, situation) : null;
  return {
    ...slots,
    ...(status === null ? {} : { status }),
    ...(MINE.test(plain) && query === null ? { owner: 'mine' } : {}),
    ...(closing === null ? {} : { closing }),
    ...(least === null ? {} : { min_amount: least.amount }),
    ...(query === null ? {} : { query }),
  };
}

/** One deal that is asked for by its name, or as "it". */
function oneDeal(text: string, plain: string, situation: Situation): string | null {
  if (/(?<![a-z])(?:deals|opportunities)(?![a-z])/u.test(plain)) return null;
  if (/(?<![a-z])(?:biggest|largest|top|best|hottest|most likely|next)(?![a-z])/u.test(plain)) return null;
  const listed = placeIn('Opportunity', text, situation);
  if (listed !== null) return listed.name;
  const named = saidDeal(text, slotContext(situation));
  if (named !== null) return named;
  const points = /(?<![a-z])(?:it|that (?:deal|one)|this (?:deal|one)|the deal)(?![a-z])/u.test(plain);
  return points ? (lastOf('Opportunity', situation)?.name ?? null) : null;
}

function listReport(read: DealsData, text: string, situation: Situation): Step {
  const { deals, count, currency } = read;
  const plain = normaliseText(text);
  const what = whatText(read, situation);
  const [only] = deals;
  if (only === undefined)
    return tell(
      read.query === null ? say('dealsNone', { what }) : say('dealsNoneCalled', { query: read.query }),
      situation,
    );
  const remember = (step: Step, list: readonly DealLine[]) =>
    ofOneAccount(
      mentioning(
        step,
        'Opportunity',
        list.map(({ id, title }) => ({ id, label: title })),
      ),
      list,
    );
  // "Tell me more about the first one" of deals that only their sum was told of.
  const place = pointedPlace(text);
  const pointed = place === null ? undefined : deals.at(place);
  if (pointed !== undefined)
    return remember(tell(dealText(pointed, situation), situation, nextFor(pointed)), [pointed]);
  if (deals.length === 1) return remember(tell(dealText(only, situation), situation, nextFor(only)), deals);
  const superlative =
    /(?<![a-z])(?:biggest|largest|highest value|most valuable)(?: open)?(?: (?:deal|opportunity|one))?(?![a-z])(?! (?:deals|opportunities))/u.test(
      plain,
    )
      ? ('biggest' as const)
      : /(?<![a-z])(?:most likely|best chance|highest probability|hottest|closest to)/u.test(plain)
        ? ('likeliest' as const)
        : null;
  if (superlative !== null) {
    const value = (deal: DealLine) => (superlative === 'biggest' ? deal.amount : deal.probability);
    const order = deals.toSorted((a, b) => value(b) - value(a));
    const first = order[0] ?? only;
    return remember(tell(say(superlative, { deal: dealText(first, situation) }), situation, nextFor(first)), order);
  }
  const amount = money(read.amount, currency, situation);
  if (/(?<![a-z])(?:how many|number of)(?![a-z])/u.test(plain))
    return remember(tell(say('howMany', { count, what, amount }), situation), deals);
  // The list itself stands beside the words.
  const few = deals.length <= FEW && count === deals.length;
  const facts = { count, what: capital(what), amount };
  const sentence = few
    ? say('dealsFew', { ...facts, list: deals.map((deal) => dealLine(deal, situation)).join('; ') })
    : say('dealsSome', { ...facts, first: dealLine(only, situation) });
  return remember(tell(sentence, situation, nextFor(only)), deals);
}

/** "Who is the contact there?": the customer of the one deal that was told. */
function ofOneAccount(step: Step, list: readonly DealLine[]): Step {
  const [only, ...more] = list;
  if (only === undefined || more.length > 0) return step;
  const [deal, ...others] =
    mentioning(step, 'Account', [{ id: only.account, label: only.account }]).focus.mentions ?? [];
  // The deal stays in front: "move it" is about that.
  const [first, ...rest] = others;
  const mentions = [first, deal, ...rest].filter((one) => one !== undefined);
  return { ...step, focus: { ...step.focus, mentions } };
}

function nextFor(deal: DealLine): readonly string[] {
  return deal.status === 'open' ? [`Move ${deal.title} to the next stage`, `Log a call with ${deal.account}`] : [];
}

/** "open deals in Negotiation with Cedar Clinic closing this month" */
function whatText(read: DealsData, situation: Situation): string {
  const status = { open: 'open deals', won: 'won deals', lost: 'lost deals', all: 'deals' }[read.status];
  const parts = [
    read.owner === 'mine' ? `${status} of yours` : status,
    ...(read.stage === null ? [] : [`in ${read.stage}`]),
    ...(read.account === null ? [] : [`with ${read.account}`]),
    ...(read.min_amount === null ? [] : [`from ${money(read.min_amount, read.currency, situation)} on`]),
    ...(read.closing === null ? [] : [closingText(read, situation)]),
  ];
  return parts.join(' ');
}

function closingText({ closing, status }: DealsData, situation: Situation): string {
  if (closing === null) return '';
  if (closing.key === 'overdue') return 'past their closing date';
  const span = closing.key === 'next_30_days' ? 'in the next 30 days' : periodText(closing, situation);
  return status === 'open' ? `that should close ${span}` : span;
}

export const pipeline: Skill = {
  tool: PIPELINE,
  begin: (text, known, request) => call(PIPELINE, { ...known, ...pipelineArgs(text, request) }, request),
  follow(text, lastArgs, request) {
    const { period, ...mine } = lastArgs;
    const told = textOf(period) ?? 'current_quarter';
    const closing = told === 'all' ? {} : { closing: told };
    if (
      isPointing(text) ||
      (isGoingOn(text) && SUPERLATIVE.test(normaliseText(text))) ||
      (isGoingOn(text) && /(?<![a-z])(?:ones?|of (?:them|those|these))(?![a-z])/u.test(normaliseText(text)))
    )
      return call(DEALS, { status: 'open', ...mine, ...closing, ...asked(text, request.situation) }, request);
    const more = pipelineArgs(text, request);
    const goesOn = /^(?:and|what about|how about|also|or|only|just|then)(?![a-z])/u.test(normaliseText(text));
    return goesOn && Object.keys(more).length > 0 ? call(PIPELINE, { ...lastArgs, ...more }, request) : null;
  },
  report(data, { text, request }) {
    const read = pipelineData.safeParse(data);
    if (!read.success) return null;
    const { situation } = request;
    const { period, currency, stages, total, later, undated, overdue, won, lost } = read.data;
    const plain = normaliseText(text);
    const span = period === null ? say('soFar') : periodText(period, situation);
    const sum = (one: { readonly count: number; readonly amount: number }) => ({
      count: one.count,
      amount: money(one.amount, currency, situation),
    });
    if (
      /(?<![a-z])(?:win rate|success rate|hit rate|how many deals (?:do|did|have) we (?:win|won)|conversion)(?![a-z])/u.test(
        plain,
      )
    ) {
      const decided = won.count + lost.count;
      const rate = decided === 0 ? 0 : Math.round((won.count / decided) * 100);
      const sentence =
        decided === 0 ? say('noneDecided', { span }) : say('winRate', { span, won: won.count, lost: lost.count, rate });
      return tell(sentence, situation);
    }
    const list = formatList(
      stages.map(({ stage, amount, count }) =>
        say('stagePart', {
          stage,
          amount: money(amount, currency, situation),
          count: count === 1 ? '' : say('stageCount', { count }),
        }),
      ),
    );
    const weighted = money(total.weighted, currency, situation);
    const sentence = [
      /(?<![a-z])(?:target|quota|goal|plan)(?![a-z])/u.test(plain) ? say('noTarget') : '',
      period === null
        ? say('pipelineAll', { ...sum(total), weighted, list })
        : say('pipeline', { ...sum(total), span, weighted, list }),
      later.count > 0 ? say('later', sum(later)) : '',
      undated.count > 0 ? say('undated', sum(undated)) : '',
      overdue.count > 0 ? say('overdue', sum(overdue)) : '',
      won.count > 0 && period !== null && period.from <= today(situation) ? say('wonSoFar', sum(won)) : '',
    ];
    return tell(sentence.join(''), situation, ['Which deals close this month?', 'And next quarter?']);
  },
};

function pipelineArgs(text: string, { situation }: ModelRequest): Args {
  const plain = normaliseText(text);
  const period = saidPipelinePeriod(text, slotContext(situation));
  const all =
    /(?<![a-z])(?:all (?:the |my |our )?(?:open )?deals|total|overall|everything|whole pipeline|entire pipeline)(?![a-z])/u.test(
      plain,
    );
  return {
    ...(period !== null ? { period } : all ? { period: 'all' } : {}),
    ...(/(?<![a-z])(?:my|mine)(?![a-z])/u.test(plain) ? { owner: 'mine' } : {}),
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
