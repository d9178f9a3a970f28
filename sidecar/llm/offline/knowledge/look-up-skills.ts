/** Questions that articles answer: a search of all, of the FAQs, of HR's policies. */
import { formatList } from '../../../language/format.ts';
import { readSlots } from '../../../language/nlu/slots/slots.ts';
import { normaliseText } from '../../../language/normalise.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import type { Skill, Talk } from '../skill.ts';
import { type Args, ask, call, has, type Step, tell, textOf } from '../step.ts';
import { answerData } from './data.ts';
import { lastArticle, mentioning, pointedAt } from './mentions.ts';
import { say, spoken } from './sentences.ts';

const SEARCHES = ['search_knowledge_base', 'search_faq', 'lookup_hr_policy'] as const;

export const lookUps: readonly Skill[] = SEARCHES.map(
  (tool): Skill => ({
    tool,
    freeText: ['query'],
    begin(text, known, request) {
      const args: Args = { ...known, ...readSlots(tool, text, slotContext(request.situation)) };
      if (textOf(args['query']) !== null) return call(tool, args, request);
      // "Show the FAQ": what there is, not an answer.
      const parent = tool === 'search_faq' ? (textOf(args['category']) ?? 'faq') : null;
      if (parent !== null && has('list_knowledge_categories', request))
        return call('list_knowledge_categories', { parent }, request);
      return ask({ text: say('askQuery'), tool, args, asked: 'query' }, request.situation);
    },
    follow: (text, lastArgs, request) => onWith(tool, text, lastArgs, request),
    report,
  }),
);

/** "Open it", "more about it", "show me the second one": the article that was talked of. Null: the words say nothing of the kind. */
export function opensPointed(plain: string, request: ModelRequest): Step | null {
  const more = /^(?:tell me |read |show |show me )?more(?: about (?:it|that))?$/u.test(plain);
  const opens =
    more ||
    /^(?:please )?(?:open|show|read)(?: me)? /u.test(plain) ||
    /^(?:the )?(?:first|second|third|fourth|fifth|last|\d)(?: one| article| result)?$/u.test(plain);
  const article = opens ? pointedAt(more ? 'it' : plain, request.situation) : null;
  return article !== null && has('get_document', request)
    ? call('get_document', { document_id: article }, request)
    : null;
}

/** "And for sick leave?": the same question of something else. "Open it" goes to the article. */
function onWith(tool: string, text: string, _lastArgs: Args, request: ModelRequest): Step | null {
  const plain = normaliseText(text).replace(/[?!.]+$/u, '');
  const opened = opensPointed(plain, request);
  if (opened !== null) return opened;
  const within = /^what (?:does|do) (?:it|that|they|the article) say (?:about|on|regarding) (?<it>.+)$/u.exec(plain)
    ?.groups?.['it'];
  const article = lastArticle(request.situation);
  if (within !== undefined && article !== null) return call(tool, { query: `${article.title} ${within}` }, request);
  const rest =
    /^(?:and|what about|how about|and what about|and how about|also|ok and|what if)(?: (?:for|the|with|on|about))* (?<rest>.+)$/u.exec(
      plain,
    )?.groups?.['rest'];
  return rest === undefined ? null : call(tool, { query: rest }, request);
}

function report(data: Args, { request }: Talk): Step | null {
  const read = answerData.safeParse(data);
  if (!read.success) return null;
  const { situation } = request;
  const manner = situation.tone?.manner;
  const { answered, results, nearest, searched } = read.data;
  const [best, ...others] = results;
  if (!answered || best === undefined) {
    const titles = formatList(nearest.map(({ title }) => `"${title}"`));
    const near = nearest.length === 0 ? '' : say('near', { titles, one: nearest.length === 1 });
    const who = say(nearest.length === 0 ? 'whoManager' : 'whoHr');
    const words = searched === 'words' ? say('byWords') : '';
    const [first] = nearest;
    return mentioning(
      tell(
        spoken(manner, 'unknown', { near, words, who }),
        situation,
        first === undefined ? [] : [`Open ${first.title}`],
      ),
      nearest,
    );
  }
  const more = others.length === 0 ? '' : say('more', { titles: formatList(others.map(({ title }) => `"${title}"`)) });
  const { passage, title, section } = best;
  const text =
    section === null
      ? spoken(manner, 'answer', { passage, title, more })
      : say('answerIn', { passage, title, section, more });
  return mentioning(tell(text, situation, [`Open ${title}`, 'Summarize it']), results);
}

export function slotContext(situation: Situation) {
  const { now, timeZone, dateFormat, locale, currency } = situation;
  return { now, timeZone, dateFormat, locale, currency };
}
