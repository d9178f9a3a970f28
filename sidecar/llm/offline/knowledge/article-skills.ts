/** One article: reading it, a policy, a procedure, a summary; and what there is. */
import { formatList } from '../../../language/format.ts';
import { readSlots } from '../../../language/nlu/slots/slots.ts';
import { normaliseText } from '../../../language/normalise.ts';
import type { ModelRequest } from '../../model.ts';
import type { Filling, Skill } from '../skill.ts';
import { type Args, ask, call, has, type Step, tell, textOf } from '../step.ts';
import { articleData, categoriesData, categoryData, procedureData, type Section, summaryData } from './data.ts';
import { opensPointed, slotContext } from './look-up-skills.ts';
import { lastArticle, mentioning, pointedAt } from './mentions.ts';
import { say } from './sentences.ts';

const SHOWN_CHARS = 700;
const SHOWN_TITLES = 12;

/** The call once the article is known: by its words, by pointing at one that was talked of, or by asking which. */
function begun(tool: string, asked: string, question: string, text: string, known: Args, request: ModelRequest): Step {
  const { situation } = request;
  const slots = readSlots(tool, text, slotContext(situation));
  // "Give me the gist" is of what was just read; "show me a policy" is of any.
  const isBare = tool === 'summarize_document' && !/(?<![a-z])an? /u.test(normaliseText(text));
  const pointed =
    textOf(slots[asked]) === null
      ? (pointedAt(text, situation) ?? (isBare ? (lastArticle(situation)?.id ?? null) : null))
      : null;
  const args: Args = { ...known, ...slots, ...(pointed === null ? {} : { [asked]: pointed }) };
  if (textOf(args[asked]) === null) return ask({ text: question, tool, args, asked }, situation);
  return call(tool, args, request);
}

/** Words in answer to "which?": the choice, a name in them, one that was talked of, or all of them. */
function named(tool: string, text: string, choice: string | null, filling: Filling, request: ModelRequest): Step {
  const { asked, args } = filling;
  const slots = readSlots(tool, text, slotContext(request.situation));
  const said = choice ?? textOf(slots[asked]) ?? pointedAt(text, request.situation) ?? text.trim();
  return call(tool, { ...args, ...slots, [asked]: said }, request);
}

/** "And the travel policy?", "and in short?": the next one of the kind. */
function onWith(tool: string, asked: string, text: string, lastArgs: Args, request: ModelRequest): Step | null {
  const plain = normaliseText(text).replace(/[?!.]+$/u, '');
  const opened = opensPointed(plain, request);
  if (opened !== null) return opened;
  const rest = /^(?:and|what about|how about|also|and what about)(?: the)? (?<rest>.+)$/u.exec(plain)?.groups?.['rest'];
  const next = rest ?? plain;
  const slots = readSlots(tool, next, slotContext(request.situation));
  if (
    /^(?:as |in )?(?:bullet points|key points|more detail|detail|action items|short)/u.test(next) &&
    has('summarize_document', request)
  ) {
    const id = pointedAt('it', request.situation);
    const { document_id: _same, ...how } = readSlots(
      'summarize_document',
      `summarize it in ${next}`,
      slotContext(request.situation),
    );
    return id === null ? null : call('summarize_document', { document_id: id, ...how }, request);
  }
  if (rest === undefined) return null;
  return call(tool, { ...lastArgs, ...slots, [asked]: textOf(slots[asked]) ?? rest }, request);
}

/** A tool about one article, which `asked` names. */
function aboutArticle(tool: string, asked: string, question: string, report: NonNullable<Skill['report']>): Skill {
  return {
    tool,
    freeText: [asked],
    begin: (text, known, request) => begun(tool, asked, question, text, known, request),
    answer: (text, choice, filling, request) => named(tool, text, choice, filling, request),
    follow: (text, lastArgs, request) => onWith(tool, asked, text, lastArgs, request),
    report,
  };
}

const document = aboutArticle('get_document', 'document_id', say('askDocument'), (data, { request }) =>
  articleText(data, request),
);

const policy = aboutArticle('get_policy', 'policy_name', say('askPolicy'), (data, { request }) =>
  articleText(data, request),
);

const procedure = aboutArticle('get_procedure', 'procedure_name', say('askProcedure'), (data, { request }) => {
  const read = procedureData.safeParse(data);
  if (!read.success) return null;
  const { title, steps, sections } = read.data;
  const { situation } = request;
  if (steps.length === 0) return tell(say('noText', { title }), situation);
  const isList = !sections.some((one) => steps.every((step) => one.text.includes(step)));
  const rest = isList
    ? sections
        .map(({ text }) => text)
        .filter((text) => text !== '')
        .join(' ')
    : '';
  const lines = isList
    ? steps.map((text, index) => say('step', { number: index + 1, text })).join('\n')
    : steps.join(' ');
  const text = say('procedure', { title, steps: lines, rest: rest === '' ? '' : `\n${rest}` });
  return mentioning(tell(text, situation), [read.data]);
});

const summary = aboutArticle('summarize_document', 'document_id', say('askDocument'), (data, { request }) => {
  const read = summaryData.safeParse(data);
  if (!read.success) return null;
  const { title, summary_type: type, sentences, whole } = read.data;
  const { situation } = request;
  const found = mentioning(tell(words(), situation, whole ? [] : [`Open ${title}`]), [read.data]);
  return found;

  function words(): string {
    if (sentences.length === 0) return type === 'action_items' ? say('noActions', { title }) : say('noText', { title });
    if (type === 'key_points' || type === 'action_items') {
      return say('summaryList', { title, list: sentences.map((text) => say('summaryPoint', { text })).join('\n') });
    }
    const text = sentences.map((sentence) => (/[.!?…:]$/u.test(sentence) ? sentence : `${sentence}.`)).join(' ');
    return whole ? say('summaryWhole', { title, text }) : say('summary', { title, text });
  }
});

const categories: Skill = {
  tool: 'list_knowledge_categories',
  begin(text, known, request) {
    const slots = readSlots(categories.tool, text, slotContext(request.situation));
    // "What policies do we have" asks for what is in them.
    const kind = /(?<![a-z])(?<kind>policies|procedures|guides|faqs?)(?![a-z])/u.exec(normaliseText(text))?.groups?.[
      'kind'
    ];
    const parent = textOf(slots['parent']) ?? kind?.replace(/^faqs$/u, 'faq') ?? null;
    return call(categories.tool, { ...known, ...(parent === null ? {} : { parent }) }, request);
  },
  follow(text, _lastArgs, request) {
    const plain = normaliseText(text).replace(/[?!.]+$/u, '');
    const parent = /^(?:and|what about|how about|show me|open) (?:the |under |in )?(?<it>[\p{L} ]+)$/u.exec(plain)
      ?.groups?.['it'];
    return parent === undefined ? null : call(categories.tool, { parent }, request);
  },
  report(data, { request }) {
    const { situation } = request;
    const all = categoriesData.safeParse(data);
    if (all.success) {
      const list = formatList(
        all.data.categories.map(({ name, articles }) => say('category', { name, count: articles })),
      );
      const [first] = all.data.categories;
      return tell(
        say('categories', { list }),
        situation,
        first === undefined ? [] : [`What is in the category ${first.name}?`],
      );
    }
    const one = categoryData.safeParse(data);
    if (!one.success) return null;
    const { category, articles } = one.data;
    const shown = articles.slice(0, SHOWN_TITLES).map(({ title }) => title);
    const hidden = articles.length - shown.length;
    const list = hidden > 0 ? say('articlesMore', { list: shown.join(', '), count: hidden }) : formatList(shown);
    return mentioning(
      tell(
        say('articles', { name: category, list, count: articles.length }),
        situation,
        shown.slice(0, 2).map((title) => `Open ${title}`),
      ),
      articles,
    );
  },
};

function articleText(data: Args, request: ModelRequest): Step | null {
  const read = articleData.safeParse(data);
  if (!read.success) return null;
  const { title, sections, section, note, official } = read.data;
  const { situation } = request;
  const whole = sections.map((one) => sectionText(one, section === undefined)).join('\n');
  const before = note === undefined ? '' : `${note}\n`;
  const after = official === false ? say('notOfficial') : '';
  if (whole === '') return tell(say('noText', { title }), situation);
  if (section !== undefined)
    return mentioning(tell(say('section', { title, section, text: whole }), situation), [read.data]);
  const isShort = whole.length <= SHOWN_CHARS && !read.data.cut;
  const text = isShort ? say('whole', { title, text: whole }) : say('start', { title, text: beginning(whole) });
  return mentioning(tell(before + text + after, situation, isShort ? [] : ['Summarize it']), [read.data]);
}

function sectionText({ heading, text, steps }: Section, withHeading: boolean): string {
  const lines = [text, ...steps.map((step, index) => say('step', { number: index + 1, text: step }))].filter(
    (line) => line !== '',
  );
  return [...(heading !== null && withHeading ? [`${heading}: ${lines[0] ?? ''}`, ...lines.slice(1)] : lines)].join(
    '\n',
  );
}

/** Whole sentences, as many as fit. */
function beginning(text: string): string {
  if (text.length <= SHOWN_CHARS) return text;
  const cut = text.slice(0, SHOWN_CHARS);
  const end = Math.max(cut.lastIndexOf('. '), cut.lastIndexOf('\n'), cut.lastIndexOf('? '), cut.lastIndexOf('! '));
  return end > SHOWN_CHARS / 3 ? cut.slice(0, end + 1).trim() : `${cut.replace(/\s+\S*$/u, '')} …`;
}

export const articles: readonly Skill[] = [document, policy, procedure, summary, categories];
