import { describe, expect, test } from 'vitest';
import { createArticleLibrary } from '../../sidecar/knowledge/library.ts';
import { VaError } from '../../sidecar/lib/va-error.ts';

interface Row {
  name: string;
  title: string;
  category: string;
  route: string | null;
  published: boolean;
  modified: string;
  content: string;
}
const row = (name: string, more: Partial<Row> = {}): Row => ({
  name,
  title: name,
  category: 'FAQ',
  route: `kb/${name}`,
  published: true,
  modified: '2026-01-01 00:00:00',
  content: `<p>What ${name} says.</p>`,
  ...more,
});

/** A site where each person reads some articles; remembers what was asked. */
function site(rows: Row[]) {
  const asked: (readonly string[] | null)[] = [];
  return {
    rows,
    asked,
    reads: (sees: (row: Row) => boolean = () => true) => ({
      async method<T>(_method: string, args: Readonly<Record<string, unknown>>): Promise<T> {
        const names = args['names'] === undefined ? null : (JSON.parse(String(args['names'])) as string[]);
        asked.push(names);
        const seen = rows.filter(sees);
        const articles = seen
          .filter(({ name }) => names?.includes(name) ?? true)
          .map(({ content, ...facts }) => (names === null ? facts : { ...facts, content }));
        return { articles, categories: [{ name: 'FAQ', articles: seen.length }], more: false } as T;
      },
    }),
  };
}

describe('the library', () => {
  test('reads a text once for all who may read the article, and asks each time which those are', async () => {
    const library = createArticleLibrary();
    const acme = site([row('open'), row('secret', { category: 'HR' })]);
    const all = await library.shelfOf(acme.reads());
    expect(all.articles.map(({ id }) => id)).toEqual(['open', 'secret']);
    const some = await library.shelfOf(acme.reads(({ category }) => category !== 'HR'));
    expect(some.articles.map(({ id }) => id)).toEqual(['open']);
    expect(some.categories).toEqual([{ name: 'FAQ', description: null, articles: 1 }]);
    expect(acme.asked).toEqual([null, ['open', 'secret'], null]);
  });

  test('reads again what has changed, and forgets what is gone', async () => {
    const library = createArticleLibrary();
    const acme = site([row('a'), row('b')]);
    await library.shelfOf(acme.reads());
    acme.rows[0] = row('a', { modified: '2026-02-02 00:00:00', content: '<p>New words.</p>' });
    acme.rows.pop();
    const shelf = await library.shelfOf(acme.reads());
    expect(shelf.articles.map(({ sentences }) => sentences[0]?.text)).toEqual(['New words.']);
    expect(acme.asked.slice(2)).toEqual([null, ['a']]);
  });

  test('an article that goes away between list and text is not there', async () => {
    const acme = site([row('a'), row('b')]);
    const reads = acme.reads();
    const shelf = await createArticleLibrary().shelfOf({
      async method<T>(method: string, args: Readonly<Record<string, unknown>>): Promise<T> {
        if (args['names'] !== undefined) acme.rows.splice(1);
        return await reads.method<T>(method, args);
      },
    });
    expect(shelf.articles.map(({ id }) => id)).toEqual(['a']);
  });

  test('asks for many texts in addresses that a web server takes', async () => {
    const names = Array.from({ length: 130 }, (_, index) => `ein langer Titel über Änderungen ${index}`);
    const acme = site(names.map((name) => row(name)));
    const shelf = await createArticleLibrary().shelfOf(acme.reads());
    expect(shelf.articles).toHaveLength(130);
    const batches = acme.asked.filter((each) => each !== null);
    expect(batches.flat()).toHaveLength(130);
    for (const batch of batches) {
      expect(encodeURIComponent(JSON.stringify(batch)).length).toBeLessThan(3_000);
      expect(batch.length).toBeLessThanOrEqual(50);
    }
  });

  test('keeps no more than it is told', async () => {
    const library = createArticleLibrary({ keptChars: 2_500 });
    const acme = site(['a', 'b', 'c'].map((name) => row(name)));
    expect((await library.shelfOf(acme.reads())).articles).toHaveLength(3);
    await library.shelfOf(acme.reads());
    const again = acme.asked.at(-1) ?? [];
    expect(again.length).toBeGreaterThan(0);
    expect(again.length).toBeLessThan(3);
  });

  test('an answer of another shape is the site’s fault', async () => {
    const reads = { method: async <T>() => ({ articles: 'none' }) as T };
    await expect(createArticleLibrary().shelfOf(reads)).rejects.toThrow(VaError);
  });
});
