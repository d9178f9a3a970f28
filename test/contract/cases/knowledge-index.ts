import assert from 'node:assert/strict';
import { at, type Row } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import { COMPANY, type SiteUnderTest, type Who } from '../site.ts';

const READ = 'dartwing_va.reads.knowledge';
const LIST = 'dartwing_va.api.knowledge_list';
const TEXTS = 'dartwing_va.api.knowledge_texts';

async function article(site: SiteUnderTest, published = 1): Promise<string> {
  const category = String((await site.make('Help Category', { category_name: `Contract ${site.word()}` }))['name']);
  const values = { title: `Index ${site.word()}`, category, published, content: '<p>It says <b>this</b>.</p>' };
  return String((await site.make('Help Article', values))['name']);
}

/** Everything of a DocType, page by page. */
async function listed(site: SiteUnderTest, doctype: string): Promise<Row[]> {
  const found: Row[] = [];
  for (;;) {
    const { data } = (await site.service.ask(LIST, { doctype, start: String(found.length) })).ok();
    found.push(...(at(data, 'documents') as Row[]));
    if (at(data, 'more') !== true) return found;
  }
}

async function readable(
  site: SiteUnderTest,
  who: Who,
  pairs: readonly (readonly [string, string])[],
): Promise<string[]> {
  const { data } = (await site.reading(who).ask(READ, { documents: JSON.stringify(pairs) })).ok();
  return (at(data, 'documents') as Row[]).map((row) => String(row['name']));
}

/** A folder of files that the company of the suite shows to its employees. */
async function folder(site: SiteUnderTest): Promise<string> {
  const name = `Contract ${site.word()}`;
  await site.make('File', { file_name: name, is_folder: 1, folder: 'Home' });
  const settings = (await site.admin.read('VA Company Settings', COMPANY)).ok().row();
  const before = settings['knowledge_folders'] ?? '';
  site.later(() => site.admin.update('VA Company Settings', COMPANY, { knowledge_folders: before }));
  (await site.admin.update('VA Company Settings', COMPANY, { knowledge_folders: `Home/${name}` })).ok();
  return `Home/${name}`;
}

export const knowledgeIndex: readonly ContractCase[] = [
  {
    id: 'knowledge.list',
    title: 'the service user is told the published articles, and no others',
    run: async (site) => {
      const open = await article(site);
      const hidden = await article(site, 0);
      const rows = await listed(site, 'Help Article');
      const row = rows.find((one) => one['name'] === open);
      assert.deepEqual([row?.['format'], row?.['public'], row?.['companies']], ['html', true, []]);
      assert.ok(!rows.some((one) => one['name'] === hidden), 'a draft is listed');
    },
  },
  {
    id: 'knowledge.texts',
    title: 'the texts are those of what may be indexed; another is left out and not refused',
    run: async (site) => {
      const open = await article(site);
      const hidden = await article(site, 0);
      const names = JSON.stringify([open, hidden, 'never-there']);
      const { data } = (await site.service.ask(TEXTS, { doctype: 'Help Article', names })).ok();
      const documents = at(data, 'documents') as Row[];
      assert.deepEqual(
        documents.map((row) => [row['name'], String(row['content']).includes('says')]),
        [[open, true]],
      );
    },
  },
  {
    id: 'knowledge.service-only',
    title: 'nobody but the service user is told what is indexed',
    run: async (site) => {
      (await site.as('ada').ask(LIST, { doctype: 'Help Article' })).is(403);
      (await site.as('hal').ask(TEXTS, { doctype: 'Help Article', names: '["x"]' })).is(403);
      (await site.service.ask(LIST, { doctype: 'User' })).is(400);
    },
  },
  {
    id: 'reads.knowledge',
    title: 'what the caller may read of a list; refused and non-existing are left out alike',
    run: async (site) => {
      const open = await article(site);
      const hidden = await article(site, 0);
      const pairs = [open, hidden, 'never-there'].map((name) => ['Help Article', name] as const);
      assert.deepEqual(await readable(site, 'ada', pairs), [open]);
      assert.deepEqual(await readable(site, 'ada', [['User', site.person('ada').user]]), []);
    },
  },
  {
    id: 'reads.knowledge-beside',
    title: 'articles that were just written are told, and an editor’s own drafts',
    run: async (site) => {
      const open = await article(site);
      const hidden = await article(site, 0);
      const since = '2000-01-01 00:00:00';
      const { data } = (await site.reading('ada').ask(READ, { own: '1', since })).ok();
      const names = (key: string) => (at(data, key) as Row[]).map((row) => row['name']);
      assert.ok(names('recent').includes(open), 'the new article is not there');
      assert.ok(!names('recent').includes(hidden), 'a draft is there');
      assert.deepEqual(names('own'), []);
      assert.equal(at(data, 'anything'), true);
    },
  },
  {
    id: 'reads.knowledge-files',
    title:
      'files of a folder that the company names are for its employees, private ones for whom Frappe lets read them',
    run: async (site) => {
      const home = await folder(site);
      const make = async (file_name: string, is_private: number) =>
        String(
          (
            await site.make('File', { file_name, folder: home, is_private, content: 'Parking is free.', file_size: 16 })
          )['name'],
        );
      const word = site.word();
      const open = await make(`open-${word}.txt`, 0);
      const closed = await make(`closed-${word}.txt`, 1);
      const pairs = [open, closed].map((name) => ['File', name] as const);
      assert.deepEqual(await readable(site, 'ada', pairs), [open]);
      assert.deepEqual(await readable(site, 'eve', pairs), []);
      const rows = (await listed(site, 'File')).filter((row) => row['folder'] === home);
      assert.deepEqual(
        rows.map((row) => [row['name'], row['title'], row['companies'], row['format']]),
        [[open, `open ${word}`, [COMPANY], 'text']],
      );
    },
  },
  {
    id: 'reads.knowledge-bad-input',
    title: 'documents that are no list of pairs are refused, not 500',
    run: async (site) => {
      const many = JSON.stringify(Array.from({ length: 51 }, (_, index) => ['File', String(index)]));
      for (const documents of ['x', '{}', '[]', '["a"]', '[["File"]]', '[["File", 1]]', many]) {
        (await site.reading('ada').ask(READ, { documents })).is(400);
      }
      (await site.reading('ada').ask(READ, { since: 'yesterday' })).is(400);
    },
  },
];
