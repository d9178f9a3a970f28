import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loginCookie } from '../../flow/company.ts';
import { pathOf } from '../injection/place.ts';
import { type Call, differing, nothingLike, openProbing, type Probing } from './probing.ts';

// The index holds what not everybody may read. What is hidden is to whoever asks like what was never written: in answers, titles,
// counts, "nearest", sources, suggestions, and in what it costs the site.
interface Hidden {
  readonly title: string;
  /** Stands in its text alone. */
  readonly word: string;
  readonly folder: string;
  /** A title like it that nothing has; words that open articles have too stay as they are. */
  readonly none?: string;
  readonly may: string;
  readonly mayNot: readonly string[];
}
const ACME = ['priya@acme.test', 'sales@acme.test', 'marcus@acme.test'];
const GLOBEX = ['erik@globex.test', 'gina@globex.test'];
const HIDDEN: readonly Hidden[] = [
  { title: 'Tidal survey', word: 'barnacles', folder: 'Home/Handbook', may: 'priya@acme.test', mayNot: GLOBEX },
  { title: 'Kelp census', word: 'sargassum', folder: 'Home/Harbour', may: 'erik@globex.test', mayNot: ACME },
  {
    title: 'Board minutes',
    word: 'demerger',
    folder: 'Home/Handbook/Board',
    may: 'dana@acme.test',
    mayNot: [...ACME, ...GLOBEX],
  },
  {
    title: 'Salary Bands',
    word: 'bands',
    folder: 'HR Internal',
    none: 'Salary Sdnab',
    may: 'hr@acme.test',
    mayNot: [...ACME, 'erik@globex.test'],
  },
];
let probing: Probing;
let cookie: string;
let compared = 0;
const leaks: string[] = [];

beforeAll(async () => {
  const users = new Set(HIDDEN.flatMap(({ may, mayNot }) => [may, ...mayNot]));
  probing = await openProbing([...users]);
  const { site } = probing.company;
  cookie = await loginCookie(site.url, 'Administrator', site.adminPassword);
  for (const [company, folder] of [
    ['Acme', 'Home/Handbook'],
    ['Globex', 'Home/Harbour'],
  ] as const)
    await onSite('PUT', pathOf('VA Company Settings', company), { knowledge_folders: folder });
  for (const path of ['Home/Handbook', 'Home/Harbour', 'Home/Handbook/Board']) {
    const at = path.lastIndexOf('/');
    await onSite('POST', pathOf('File'), { is_folder: 1, folder: path.slice(0, at), file_name: path.slice(at + 1) });
  }
  await uploaded('tidal-survey.md', 'Home/Handbook', 'All barnacles are counted in spring.', false);
  await uploaded('kelp-census.md', 'Home/Harbour', 'The sargassum is weighed in autumn.', false);
  const board = await uploaded('board-minutes.md', 'Home/Handbook/Board', 'The demerger is planned for May.', true);
  // Those who may open it, the service among them: it is in the index.
  for (const user of ['va-sidecar@site.test', 'dana@acme.test'])
    await onSite('POST', pathOf('DocShare'), { share_doctype: 'File', share_name: board, user, read: 1 });
  await onSite('PUT', pathOf('File', board), { file_name: 'board-minutes.md' });
}, 60_000);
afterAll(async () => {
  console.info(`knowledge: ${compared} looks for what is hidden and what is not there compared, ${leaks.length} leaks`);
  await probing?.close();
});

async function onSite(method: 'POST' | 'PUT', path: string, values: unknown): Promise<Record<string, unknown>> {
  const isForm = values instanceof FormData;
  const response = await fetch(`${probing.company.site.url}${path}`, {
    method,
    headers: { cookie, ...(isForm ? {} : { 'content-type': 'application/json' }) },
    body: isForm ? values : JSON.stringify(values),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 400)}`);
  const answer = JSON.parse(text) as Readonly<Record<'data' | 'message', Record<string, unknown>>>;
  return answer.data ?? answer.message;
}

async function uploaded(name: string, folder: string, content: string, isPrivate: boolean): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([content]), name);
  form.set('folder', folder);
  form.set('is_private', isPrivate ? '1' : '0');
  return String((await onSite('POST', '/api/method/upload_file', form))['name']);
}

/** Every way in which a text is looked for. `near` is a word of articles that everybody reads. */
function looks(said: string): readonly Call[] {
  return [
    { name: 'search_knowledge_base', args: { query: said, limit: 10 } },
    { name: 'search_knowledge_base', args: { query: `travel by train and ${said}` } },
    {
      name: 'search_knowledge_base',
      args: { query: `is there anything like ${said} for contractors`, category: 'guides' },
    },
    { name: 'search_faq', args: { query: `how is ${said} done` } },
    { name: 'lookup_hr_policy', args: { query: said } },
    { name: 'get_document', args: { document_id: said } },
    { name: 'get_document', args: { document_id: said, section: 'May' } },
    { name: 'summarize_document', args: { document_id: said } },
    { name: 'get_policy', args: { policy_name: said } },
    { name: 'get_procedure', args: { procedure_name: said } },
  ];
}

describe('what the index holds and somebody may not read', () => {
  it.each(HIDDEN)('$title is found by whoever may read it, once it is there', async ({ title, word, may }) => {
    await vi.waitFor(
      async () => {
        const { outcomes } = await probing.probe(may, looks(title).slice(0, 1), '');
        expect(outcomes.join()).toMatch(new RegExp(word, 'iu'));
      },
      { timeout: 20_000, interval: 200 },
    );
  });

  it.each(HIDDEN)(
    '$title is like what was never written for everybody else',
    async ({ title, word, folder, none: other, mayNot }) => {
      for (const user of mayNot) {
        for (const said of [title, word]) {
          const none = said === title && other !== undefined ? other : nothingLike(said);
          await probing.probe(user, looks(none), none);
          const there = await probing.probe(user, looks(said), said);
          const absent = await probing.probe(user, looks(none), none);
          compared += looks(said).length;
          const tells = differing(there, absent);
          if (tells !== '') leaks.push(`${user} "${said}": ${tells}`);
        }
        const listing = (parent: string): readonly Call[] => [
          { name: 'list_knowledge_categories', args: {} },
          { name: 'list_knowledge_categories', args: { parent } },
        ];
        const none = nothingLike(folder);
        await probing.probe(user, listing(none), none);
        const there = await probing.probe(user, listing(folder), folder);
        compared += 2;
        const tells =
          folder === 'Home/Handbook' && user.endsWith('@acme.test')
            ? ''
            : differing(there, await probing.probe(user, listing(none), none));
        if (tells !== '') leaks.push(`${user} folder ${folder}: ${tells}`);
        if (`${there.outcomes.join()} ${there.told}`.includes(title)) leaks.push(`${user}: "${title}" is listed`);
      }
      expect(leaks).toEqual([]);
    },
    60_000,
  );

  it('was looked for often enough', () => {
    expect(compared).toBeGreaterThan(250);
  });
});
