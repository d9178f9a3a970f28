import type { Journal } from '../stores/stores.ts';
import { deadLetterBody, readDeadLetter, recordBody } from './entry.ts';
import type { DeadLetter, SiteRecord } from './record.ts';

/** Records that the site refused for good, for an operator. */
export interface DeadLetters {
  /** Oldest first. */
  list(): Promise<DeadLetter[]>;
  /** Puts the named ones back at the end of the outbox in their old order; answers how many there were. */
  replay(ids: readonly string[], mend?: (record: SiteRecord) => SiteRecord): Promise<number>;
  /** Changes what is stored, so that it can be looked at before it is replayed; answers how many there were. */
  mend(ids: readonly string[], mend: (record: SiteRecord) => SiteRecord): Promise<number>;
}

const PAGE = 200;

export function deadLetters(journal: Journal): DeadLetters {
  async function* pages(): AsyncGenerator<DeadLetter[]> {
    for (let after: string | undefined; ; ) {
      const entries = await journal.read('dead', PAGE, after);
      if (entries.length === 0) return;
      yield entries.flatMap(({ id, body }) => readDeadLetter(id, body) ?? []);
      after = entries.at(-1)?.id;
    }
  }
  async function list(): Promise<DeadLetter[]> {
    const all: DeadLetter[] = [];
    for await (const page of pages()) all.push(...page);
    return all;
  }
  /** A commit a page: what is moved is removed in the same step, so a crash between pages doubles nothing. */
  async function move(
    ids: readonly string[],
    to: (letter: DeadLetter) => { readonly stream: 'records' | 'dead'; readonly body: string },
  ): Promise<number> {
    const wanted = new Set(ids);
    const found = (await list()).filter((letter) => wanted.has(letter.id));
    for (let start = 0; start < found.length; start += PAGE) {
      const part = found.slice(start, start + PAGE);
      await journal.commit({
        append: part.map(to),
        remove: [{ stream: 'dead', ids: part.map((letter) => letter.id) }],
      });
    }
    return found.length;
  }
  return {
    list,
    replay: (ids, mend = (record) => record) =>
      move(ids, (letter) => ({ stream: 'records', body: recordBody(mend(letter.record)) })),
    mend: (ids, mend) =>
      move(ids, (letter) => ({ stream: 'dead', body: deadLetterBody({ ...letter, record: mend(letter.record) }) })),
  };
}
