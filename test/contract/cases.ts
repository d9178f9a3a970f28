import type { ContractCase } from './case.ts';
import { documents } from './cases/documents.ts';
import { lists } from './cases/lists.ts';
import { transport } from './cases/transport.ts';

/** The whole contract, by topic. */
export const TOPICS: Readonly<Record<string, readonly ContractCase[]>> = {
  transport,
  lists,
  documents,
};
