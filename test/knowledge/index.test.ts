import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CompanyKnowledge, openCompanyKnowledge } from './company-knowledge.ts';
import { docxOf, pdfOf } from './documents.ts';

const PRIYA = 'priya@acme.test';
const MARCUS = 'marcus@acme.test';
const ERIK = 'erik@globex.test';
let knowledge: CompanyKnowledge;

beforeAll(async () => {
  knowledge = await openCompanyKnowledge();
  knowledge.update('VA Company Settings', 'Acme', { knowledge_folders: 'Home/Handbook\n\n Home/Board/ ' });
  for (const path of ['Handbook', 'Handbook/Office', 'Elsewhere', 'Board']) knowledge.folder(`Home/${path}`);
  knowledge.file('travel-handbook.pdf', pdfOf([['# Rail travel', 'Sleeper trains are booked in first class.']]));
  knowledge.file('dress_code.docx', docxOf(['# Dress code', 'Sandals are welcome in summer.']), {
    folder: 'Home/Handbook/Office',
  });
  knowledge.file('notes.txt', 'Bicycles stand in the cellar.', { folder: 'Home/Elsewhere' });
  knowledge.file('picture.png', 'bicycles', {});
  knowledge.file('board.md', '# Board minutes\nThe merger with Initech is planned for May.', {
    folder: 'Home/Board',
    is_private: 1,
    owner: 'va-sidecar@site.test',
  });
  knowledge.insert({
    doctype: 'Wiki Page',
    title: 'Printer room',
    route: 'wiki/office/printer',
    published: 1,
    content: '## Paper\nPlotter paper lies in drawer nine.',
  });
  knowledge.insert({
    doctype: 'Wiki Page',
    title: 'Hidden page',
    route: 'wiki/hidden',
    published: 1,
    allow_guest: 0,
    content: 'Plotter secrets.',
  });
  knowledge.insert({
    doctype: 'Wiki Page',
    title: 'Draft page',
    route: 'wiki/draft',
    published: 0,
    content: 'Plotter drafts.',
  });
  await knowledge.indexer.sweep();
});
afterAll(() => knowledge?.close());

const search = (user: string, query: string) => knowledge.ask(user, 'search_knowledge_base', { query });
const titles = async (user: string, query: string) => {
  const answer = await search(user, query);
  return ((answer['data'] as { results: { title: string }[] }).results ?? []).map(({ title }) => title);
};

describe('what is indexed', () => {
  test('published articles and pages, and the readable files of the folders that a company names', async () => {
    const held = [...(await knowledge.index.revisions()).keys()].map((id) => JSON.parse(id) as string[]);
    const of = (doctype: string) =>
      held.filter(([one]) => one === doctype).map(([, name, company]) => `${name}@${company}`);
    expect(of('Help Article')).toHaveLength(18);
    expect(of('Help Article').every((name) => name.endsWith('@'))).toBe(true);
    expect(of('Wiki Page')).toHaveLength(1);
    expect(of('File')).toHaveLength(3);
    expect(of('File').every((name) => name.endsWith('@Acme'))).toBe(true);
  });

  test('a second sweep finds nothing to do', async () => {
    expect(await knowledge.indexer.sweep()).toEqual({ indexed: 0, removed: 0, failed: 0 });
  });
});

describe('an answer', () => {
  test('comes from a PDF, a Word file or a wiki page, with its section and its address', async () => {
    expect(await search(PRIYA, 'sleeper trains')).toMatchObject({
      data: { answered: true, results: [{ title: 'travel handbook', section: 'Rail travel' }] },
      citations: [{ title: 'travel handbook', section: 'Rail travel', href: '/files/travel-handbook.pdf' }],
    });
    expect(await search(PRIYA, 'are sandals welcome')).toMatchObject({
      citations: [{ title: 'dress code', section: 'Dress code', href: '/files/dress_code.docx' }],
    });
    expect(await search(PRIYA, 'plotter paper')).toMatchObject({
      data: { results: [{ passage: expect.stringContaining('drawer nine') }] },
      citations: [{ title: 'Printer room', section: 'Paper', href: '/wiki/office/printer' }],
    });
  });

  test('opens a file by its title or the id that a search gave', async () => {
    const [{ id } = { id: '' }] = ((await search(PRIYA, 'sleeper trains'))['data'] as { results: { id: string }[] })
      .results;
    expect(id).toMatch(/^File:/u);
    for (const document_id of [id, 'the travel handbook']) {
      expect(await knowledge.ask(PRIYA, 'get_document', { document_id })).toMatchObject({
        data: { title: 'travel handbook', sections: [{ heading: 'Rail travel' }] },
      });
    }
  });

  test('lists folders beside the categories, and what is in them', async () => {
    const listed = await knowledge.ask(PRIYA, 'list_knowledge_categories', {});
    expect(JSON.stringify(listed['data'])).toContain('Home/Handbook/Office');
    const held = await knowledge.ask(PRIYA, 'list_knowledge_categories', { parent: 'Handbook Office' });
    expect(held).toMatchObject({ data: { articles: [{ title: 'dress code' }] } });
  });

  test('without vectors says that words alone were compared', async () => {
    const answer = await search(PRIYA, 'pension of contractors on leave');
    expect(answer).toMatchObject({
      data: { answered: false, searched: 'words', note: expect.stringContaining('words were compared') },
    });
    // One answer alone says it beside its source.
    const single = await search(PRIYA, 'sleeper trains');
    expect(single).toMatchObject({
      data: { answered: true, searched: 'words' },
      citations: [{ title: 'travel handbook', found_by: 'words' }],
    });
    expect(single).not.toHaveProperty('visual');
    expect(await search(PRIYA, 'expense policy')).toMatchObject({
      visual: { title: expect.stringContaining('by its words, not its meaning') },
    });
  });
});

describe('what a person may not read', () => {
  test('another company’s files, a page that is not for all, drafts and private files are not there', async () => {
    expect(await titles(ERIK, 'sleeper trains')).toEqual([]);
    expect(JSON.stringify(await search(PRIYA, 'plotter'))).not.toMatch(/secrets|drafts/u);
    expect(await titles(PRIYA, 'merger with Initech')).toEqual([]);
    for (const user of [PRIYA, ERIK]) {
      const answers = await Promise.all([
        search(user, 'merger with Initech planned for May'),
        knowledge.ask(user, 'get_document', { document_id: 'board' }),
        knowledge.ask(user, 'summarize_document', { document_id: 'Board minutes' }),
        knowledge.ask(user, 'list_knowledge_categories', {}),
      ]);
      expect(JSON.stringify(answers)).not.toMatch(/Initech is|"board"|Home\/Board/u);
    }
  });

  test('looks the same as what does not exist, in the answer and in what is asked of the site', async () => {
    const asked = async (query: string) => {
      const context = await knowledge.demo.context(PRIYA);
      let calls = 0;
      const shelf = await knowledge.library.shelfOf(
        {
          method: async (method, args) => {
            calls += 1;
            return await context.reads.method(method, args);
          },
        },
        { texts: [query], company: 'Acme' },
      );
      return { calls, titles: shelf.articles.map(({ title }) => title), empty: shelf.isEmpty };
    };
    expect(await asked('merger Initech')).toEqual(await asked('merger Zorblax'));
    const hidden = await knowledge.ask(PRIYA, 'get_document', { document_id: 'Board minutes' });
    const none = await knowledge.ask(PRIYA, 'get_document', { document_id: 'Zorblax minutes' });
    expect(JSON.stringify(hidden)).toBe(JSON.stringify(none).replaceAll('Zorblax', 'Board'));
  });

  test('is decided at the moment of the answer: a right that goes takes the answer with it', async () => {
    const name = knowledge.file('canteen.txt', 'Soup of the day costs four dollars.', {});
    await knowledge.follow('File', name);
    expect(await titles(PRIYA, 'soup of the day')).toEqual(['canteen']);
    knowledge.update('File', name, { is_private: 1 });
    // Nobody told the index.
    expect(await titles(PRIYA, 'soup of the day')).toEqual([]);
    await knowledge.indexer.idle();
    expect(await titles(PRIYA, 'soup of the day')).toEqual([]);
  });

  test('a private file answers whom the site lets read it, and nobody else', async () => {
    const name = knowledge.file('bonus.md', '# Bonus\nThe spring bonus is six percent.', {
      is_private: 1,
      folder: 'Home/Board',
      owner: 'va-sidecar@site.test',
    });
    await knowledge.follow('File', name);
    expect(await titles(MARCUS, 'spring bonus')).toEqual([]);
    knowledge.own('File', name, MARCUS);
    expect(await titles(MARCUS, 'spring bonus')).toEqual(['bonus']);
    expect(await titles(PRIYA, 'spring bonus')).toEqual([]);
  });
});

describe('the index follows the site', () => {
  test('what is changed, closed or deleted is so in the next answer, before and after the index knows', async () => {
    const name = knowledge.insert({
      doctype: 'Help Article',
      title: 'Rooftop garden',
      category: 'FAQ',
      published: 1,
      content: '<p>The rooftop opens at noon.</p>',
    });
    expect(await titles(PRIYA, 'rooftop')).toEqual(['Rooftop garden']);
    await knowledge.follow('Help Article', name);
    expect([...(await knowledge.index.revisions()).keys()].join()).toContain('rooftop-garden');
    knowledge.demo.site.clock.now += 1_000;
    knowledge.update('Help Article', name, { content: '<p>The rooftop opens at dawn.</p>' });
    expect(await search(PRIYA, 'rooftop')).toMatchObject({
      data: { results: [{ passage: 'The rooftop opens at dawn.' }] },
    });
    await knowledge.indexer.idle();
    expect(await search(PRIYA, 'rooftop')).toMatchObject({
      data: { results: [{ passage: 'The rooftop opens at dawn.' }] },
    });
    knowledge.remove('Help Article', name);
    expect(await titles(PRIYA, 'rooftop')).toEqual([]);
    await knowledge.follow('Help Article', name);
    expect([...(await knowledge.index.revisions()).keys()].join()).not.toContain('rooftop-garden');
  });

  test('a company that names a folder no more has its files taken out', async () => {
    const before = (await knowledge.index.revisions()).size;
    knowledge.update('VA Company Settings', 'Acme', { knowledge_folders: 'Home/Board' });
    expect(await titles(PRIYA, 'sleeper trains')).toEqual([]);
    await knowledge.indexer.handleBus({ kind: 'changed', doctype: 'VA Company Settings', name: 'Acme' });
    await knowledge.indexer.idle();
    expect((await knowledge.index.revisions()).size).toBeLessThan(before);
    knowledge.update('VA Company Settings', 'Acme', { knowledge_folders: 'Home/Handbook\nHome/Board' });
    await knowledge.indexer.handleBus({ kind: 'connected' });
    await knowledge.indexer.idle();
    expect(await titles(PRIYA, 'sleeper trains')).toEqual(['travel handbook']);
  });

  test('a file that cannot be read is found by its name, and keeps nothing else from being indexed', async () => {
    const name = knowledge.file('evacuation-plan.pdf', 'no pdf at all');
    const other = knowledge.file('first-aid.txt', 'Plasters hang by the door.');
    expect(await knowledge.indexer.sweep()).toMatchObject({ indexed: 1, failed: 1 });
    expect(await titles(PRIYA, 'plasters')).toEqual(['first aid']);
    expect(await knowledge.ask(PRIYA, 'get_document', { document_id: 'evacuation plan' })).toMatchObject({
      citations: [{ href: '/files/evacuation-plan.pdf' }],
    });
    for (const one of [name, other]) knowledge.remove('File', one);
    await knowledge.indexer.sweep();
    expect(await titles(PRIYA, 'plasters')).toEqual([]);
  });
});

test('a long file is looked at where it fits, and opened as a whole', async () => {
  const chapters = Array.from(
    { length: 120 },
    (_, at) => `# Chapter ${at}\nValve ${at} is turned by ${at * 3} degrees.`,
  );
  const name = knowledge.file('valve-manual.md', chapters.join('\n\n'), {});
  await knowledge.follow('File', name);
  expect(await search(PRIYA, 'by how many degrees is valve 77 turned')).toMatchObject({
    data: { answered: true, results: [{ title: 'valve manual', passage: expect.stringContaining('231 degrees') }] },
    citations: [{ section: 'Chapter 77' }],
  });
  const opened = await knowledge.ask(PRIYA, 'get_document', { document_id: 'valve manual', section: 'Chapter 3' });
  expect(opened).toMatchObject({
    data: { sections: [{ heading: 'Chapter 3', text: 'Valve 3 is turned by 9 degrees.' }] },
  });
  const whole = await knowledge.ask(PRIYA, 'get_document', { document_id: `File:${name}` });
  expect((whole['data'] as { sections: unknown[] }).sections).toHaveLength(120);
  knowledge.remove('File', name);
  await knowledge.follow('File', name);
});

test('many articles: the best are found among hundreds, and what nobody wrote is still not known', async () => {
  for (let at = 0; at < 150; at += 1) {
    knowledge.insert({
      doctype: 'Help Article',
      title: `Machine ${at}`,
      category: 'FAQ',
      published: 1,
      content: `<p>How to run the machine in hall ${at}. Oil it each day with oil number ${at * 7}.</p><h3>Stopping</h3><p>Press the red button of hall ${at}.</p>`,
    });
  }
  await knowledge.indexer.sweep();
  expect((await titles(PRIYA, 'how do I stop machine 77'))[0]).toBe('Machine 77');
  expect((await titles(PRIYA, 'how much may a hotel cost'))[0]).toBe('Travel policy');
  expect((await titles(PRIYA, 'the expnese policy'))[0]).toBe('Expense policy');
  for (const nothing of ['what is our parental leave policy', 'do we have a gym', 'stock options', 'jury duty']) {
    expect(await titles(PRIYA, nothing)).toEqual([]);
  }
});
