import { describe, expect, test } from 'vitest';
import type { ReadResult, ToolContext } from '../../sidecar/actions/tool.ts';
import { lookupHrPolicy } from '../../sidecar/agents/hr/lookup-hr-policy.ts';
import { createKnowledgeAgent } from '../../sidecar/agents/knowledge/knowledge-agent.ts';
import { outcomeText } from '../../sidecar/agents/loop.ts';
import { createArticleLibrary } from '../../sidecar/knowledge/library.ts';
import { leaveSite, toolContext } from '../fakes/leave-site.ts';

interface Stored {
  readonly name: string;
  readonly title: string;
  readonly category: string;
  readonly published: boolean;
  readonly content: string;
}
const ARTICLES: readonly Stored[] = [
  {
    name: 'travel-policy',
    title: 'Travel policy',
    category: 'Policies',
    published: true,
    content:
      '<p>Hotels cost at most 180 USD a night and are booked by the travel desk of the company in Chicago. Trains are preferred for less than four hours.</p><h3>Money</h3><p>Meals are paid up to 60 USD a day.</p>',
  },
  {
    name: 'gifts',
    title: 'Gifts',
    category: 'Policies',
    published: true,
    content: '<p>Gifts above 50 USD are declined.</p>',
  },
  {
    name: 'incident',
    title: 'Reporting an incident',
    category: 'Procedures',
    published: true,
    content: '<ol><li>Write to security.</li><li>Say what happened.</li></ol><p>Do not fix it alone.</p>',
  },
  {
    name: 'payday?',
    title: 'When is payday?',
    category: 'FAQ',
    published: true,
    content: '<p>Salaries are paid on the last working day. <script>alert("x")</script><b>Always</b> &lt;b&gt;.</p>',
  },
  {
    name: 'bands',
    title: 'Salary bands',
    category: 'HR Internal',
    published: false,
    content: '<p>Engineers earn 80 000 to 120 000 USD.</p>',
  },
];

/** A person who reads what is published, or all. */
function reading(who: 'employee' | 'hr', userText = ''): ToolContext {
  const seen = ARTICLES.filter(({ published }) => published || who === 'hr');
  const categories = [...new Set(seen.map(({ category }) => category))].map((name) => ({
    name,
    articles: seen.filter(({ category }) => category === name).length,
  }));
  const method = async <T>(_method: string, args: Readonly<Record<string, unknown>>): Promise<T> => {
    const names = args['names'] === undefined ? null : (JSON.parse(String(args['names'])) as string[]);
    const articles = seen
      .filter(({ name }) => names?.includes(name) ?? true)
      .map(({ content, ...facts }) => ({
        ...facts,
        route: `kb/${facts.category.toLowerCase()}/${facts.name}`,
        modified: '2026-01-02 03:04:05',
        ...(names === null ? {} : { content }),
      }));
    return { articles, categories, more: false } as T;
  };
  return toolContext(leaveSite(), { reads: { ...leaveSite().reads, method }, userText });
}

const library = createArticleLibrary();
const agent = createKnowledgeAgent(library);

async function ask(tool: string, args: Record<string, unknown>, context = reading('employee')) {
  const found = [...agent.tools, lookupHrPolicy(library)].find(({ name }) => name === tool);
  if (found?.kind !== 'read') throw new Error(`no ${tool}`);
  return await found.run(found.schema.parse(args), context);
}
const data = (result: unknown) => (result as ReadResult).data;

describe('a search', () => {
  test('answers with the passage, its section and where it is from', async () => {
    const result = await ask('search_knowledge_base', { query: 'how much are meals' });
    expect(result).toMatchObject({
      kind: 'data',
      data: {
        answered: true,
        results: [{ title: 'Travel policy', section: 'Money', passage: 'Meals are paid up to 60 USD a day.' }],
      },
      citations: [{ title: 'Travel policy', href: '/kb/policies/travel-policy' }],
    });
  });

  test('without an answer says so, and cites nothing', async () => {
    const result = await ask('search_knowledge_base', { query: 'parental leave' });
    expect(result).toMatchObject({ kind: 'data', data: { answered: false, results: [] } });
    expect(result).not.toHaveProperty('citations');
  });

  test('keeps to a kind of article where there is one, and says when there is none', async () => {
    expect(data(await ask('search_knowledge_base', { query: 'gifts', category: 'policies' }))['answered']).toBe(true);
    expect(data(await ask('search_knowledge_base', { query: 'gifts', category: 'procedures' }))['answered']).toBe(
      false,
    );
    expect(data(await ask('search_knowledge_base', { query: 'gifts', category: 'guides' }))).toMatchObject({
      answered: true,
      no_category: 'guides',
    });
  });

  test('of the FAQs goes on to all articles when those do not answer', async () => {
    expect(data(await ask('search_faq', { query: 'when is payday' }))['scope']).toBe('faq');
    expect(data(await ask('search_faq', { query: 'gifts' }))).toMatchObject({ scope: 'all', answered: true });
  });

  test('gives plain text; what looks like markup cannot get out of its quotes', async () => {
    const result = await ask('search_faq', { query: 'payday' });
    const passage = JSON.stringify(data(result)['results']);
    expect(passage).toContain('Always <b>.');
    expect(passage).not.toContain('alert');
    expect(outcomeText(result as ReadResult)).not.toContain('<');
  });
});

describe('what a person may not read', () => {
  test.each([
    ['search_knowledge_base', { query: 'salary bands of engineers' }],
    ['search_faq', { query: 'what do engineers earn' }],
    ['get_document', { document_id: 'bands' }],
    ['get_document', { document_id: 'Salary bands' }],
    ['get_policy', { policy_name: 'salary bands' }],
    ['get_procedure', { procedure_name: 'salary bands' }],
    ['summarize_document', { document_id: 'Salary bands' }],
    ['list_knowledge_categories', {}],
    ['list_knowledge_categories', { parent: 'HR Internal' }],
    ['lookup_hr_policy', { query: 'salary bands of engineers' }],
  ])('%s tells nothing of it: %o', async (tool, args) => {
    // HR has read it before: what was kept of it is for HR.
    await ask('get_document', { document_id: 'bands' }, reading('hr'));
    const answer = JSON.stringify(await ask(tool, args));
    expect(answer).not.toMatch(/80 000|"bands"|"title":"Salary bands"/u);
    if (!JSON.stringify(args).includes('HR Internal')) expect(answer).not.toContain('HR Internal');
  });

  test('is the same as what is not there at all', async () => {
    const hidden = JSON.stringify(await ask('get_document', { document_id: 'Salary bands' }));
    const none = JSON.stringify(await ask('get_document', { document_id: 'Zorblax bands' }));
    expect(hidden).toBe(none.replace('Zorblax', 'Salary'));
  });

  test('HR reads it, with a link into Desk as it is not on the website', async () => {
    expect(await ask('get_document', { document_id: 'Salary bands' }, reading('hr'))).toMatchObject({
      data: { sections: [{ text: 'Engineers earn 80 000 to 120 000 USD.' }] },
      citations: [{ href: '/app/help-article/bands' }],
    });
  });
});

describe('one article', () => {
  test('is read whole or by its section; a section it lacks is refused with those it has', async () => {
    const whole = data(await ask('get_document', { document_id: 'the travel policy' }));
    expect(whole).toMatchObject({
      title: 'Travel policy',
      changed: '2026-01-02',
      sections: [{}, { heading: 'Money' }],
    });
    expect(data(await ask('get_document', { document_id: 'travel-policy', section: 'money' }))).toMatchObject({
      section: 'Money',
      sections: [{ text: 'Meals are paid up to 60 USD a day.' }],
    });
    expect(await ask('get_document', { document_id: 'travel-policy', section: 'visas' })).toMatchObject({
      kind: 'refusal',
      sentence: '"Travel policy" has no section "visas". It has Money.',
    });
  });

  test('several of the same words: which?', async () => {
    expect(await ask('get_document', { document_id: 'policy' })).toMatchObject({
      kind: 'data',
      data: { id: 'travel-policy' },
    });
    expect(await ask('get_document', { document_id: 'Xyz' })).toMatchObject({ kind: 'refusal', code: 'NOT_FOUND' });
  });

  test('a policy is official, its other versions are not kept', async () => {
    expect(data(await ask('get_policy', { policy_name: 'gifts', version: '2' }))).toMatchObject({
      official: true,
      note: 'Only the present version of "Gifts" is kept, not 2.',
    });
  });

  test('a procedure has its steps, and what stands beside them', async () => {
    expect(data(await ask('get_procedure', { procedure_name: 'report an incident' }))).toMatchObject({
      steps: ['Write to security.', 'Say what happened.'],
      sections: [{ text: 'Do not fix it alone.' }],
    });
  });

  test('a summary is told to be an extract', async () => {
    expect(data(await ask('summarize_document', { document_id: 'travel policy' }))).toMatchObject({
      extract: true,
      summary_type: 'brief',
      whole: false,
    });
  });

  test('its address is a path of the site, whatever its id holds', async () => {
    const result = (await ask('get_document', { document_id: 'When is payday?' })) as ReadResult;
    expect(result.citations?.[0]?.href).toMatch(/^\/kb\/faq\/payday/u);
  });
});

test('HR’s policies go before FAQs when a policy is asked for', async () => {
  const context = reading('employee', 'what is the policy on gifts');
  expect(data(await ask('lookup_hr_policy', { query: 'gifts', category: 'conduct' }, context))).toMatchObject({
    answered: true,
    results: [{ title: 'Gifts' }],
  });
});
