import assert from 'node:assert/strict';
import { at, type Row } from '../answer.ts';
import type { ContractCase } from '../case.ts';
import type { SiteUnderTest, Who } from '../site.ts';

const READ = 'dartwing_va.reads.help_articles';

async function seen(site: SiteUnderTest, who: Who, category: string): Promise<Row[]> {
  const articles = at((await site.reading(who).ask(READ)).ok().data, 'articles') as Row[];
  return articles.filter((article) => article['category'] === category);
}

/** A category with an article that is published and one that is not. */
async function articles(site: SiteUnderTest): Promise<{ category: string; open: string; hidden: string }> {
  const category = String((await site.make('Help Category', { category_name: `Contract ${site.word()}` }))['name']);
  const make = async (title: string, published: number) => {
    const values = { title, category, published, content: `<p>${title} says <b>this</b>.</p>` };
    return String((await site.make('Help Article', values))['name']);
  };
  // Titles are names: no two articles of a site have the same.
  const word = site.word();
  return { category, open: await make(`Open ${word}`, 1), hidden: await make(`Hidden ${word}`, 0) };
}

export const knowledge: readonly ContractCase[] = [
  {
    id: 'reads.help-articles',
    title:
      'everybody who is signed in reads the published articles; what is not published is not there, not even in a count',
    run: async (site) => {
      const { category, open, hidden } = await articles(site);
      const rows = await seen(site, 'ada', category);
      assert.deepEqual(
        rows.map((row) => row['name']),
        [open],
      );
      assert.ok(!('content' in (rows[0] ?? {})), 'a list tells no contents');
      assert.ok(String(rows[0]?.['route']).startsWith('kb/'), String(rows[0]?.['route']));
      const names = JSON.stringify([open, hidden]);
      const { data } = (await site.reading('ada').ask(READ, { names })).ok();
      assert.deepEqual(
        (at(data, 'articles') as Row[]).map((row) => [row['name'], String(row['content']).includes('says')]),
        [[open, true]],
      );
      const counted = (at(data, 'categories') as Row[]).find((row) => row['name'] === category);
      assert.equal(counted?.['articles'], 1);
    },
  },
  {
    id: 'reads.help-articles-closed',
    title: 'a category that is closed or holds nothing for the caller is not named',
    run: async (site) => {
      const { category, open } = await articles(site);
      (await site.admin.update('Help Article', open, { published: 0 })).ok();
      const { data } = (await site.reading('ada').ask(READ)).ok();
      assert.ok(!JSON.stringify(data).includes(category), 'the category shows');
      (await site.reading('ada').ask(READ, { names: JSON.stringify([open]) })).ok();
    },
  },
  {
    id: 'reads.help-articles-editors',
    title: 'who keeps the knowledge base reads what is not published as well',
    run: async (site) => {
      const { category } = await articles(site);
      assert.equal((await seen(site, 'hal', category)).length, 1);
      const hal = site.person('hal').user;
      const before = ((await site.admin.read('User', hal)).ok().row()['roles'] ?? []) as Row[];
      const kept = before.map((row) => ({ role: row['role'] }));
      site.later(() => site.admin.update('User', hal, { roles: kept }));
      (await site.admin.update('User', hal, { roles: [...kept, { role: 'Knowledge Base Editor' }] })).ok();
      assert.equal((await seen(site, 'hal', category)).length, 2);
    },
  },
  {
    id: 'reads.help-articles-restricted',
    title: 'a User Permission on a category keeps the articles of others from a person, published or not',
    run: async (site) => {
      const one = await articles(site);
      const other = await articles(site);
      const { user } = site.person('dan');
      await site.make('User Permission', { user, allow: 'Help Category', for_value: one.category });
      assert.equal((await seen(site, 'dan', one.category)).length, 1);
      assert.equal((await seen(site, 'dan', other.category)).length, 0);
      assert.equal((await seen(site, 'cyd', other.category)).length, 1);
    },
  },
  {
    id: 'reads.help-articles-title',
    title: 'an article is named after its title, and a second of that title is refused',
    run: async (site) => {
      const { category, open } = await articles(site);
      const article = (await site.admin.read('Help Article', open)).ok().row();
      assert.equal(open, String(article['title']).toLowerCase().replace(' ', '-'));
      const again = { title: article['title'], category, content: '<p>Again.</p>' };
      (await site.admin.insert('Help Article', again)).is(409, 'DuplicateEntryError');
    },
  },
  {
    id: 'reads.help-articles-bad-input',
    title: 'names that are no list are refused, not 500',
    run: async (site) => {
      for (const names of ['x', '{}', '[]', '[1]', JSON.stringify(Array.from({ length: 51 }, String))]) {
        (await site.reading('ada').ask(READ, { names })).is(400);
      }
    },
  },
];
