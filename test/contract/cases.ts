import type { ContractCase } from './case.ts';
import { actionMessages } from './cases/action-messages.ts';
import { actionOperations } from './cases/action-operations.ts';
import { actionProofs } from './cases/action-proofs.ts';
import { actions } from './cases/actions.ts';
import { auth } from './cases/auth.ts';
import { batch } from './cases/batch.ts';
import { customAgents } from './cases/custom-agents.ts';
import { documents } from './cases/documents.ts';
import { doors } from './cases/doors.ts';
import { knowledge } from './cases/knowledge.ts';
import { knowledgeIndex } from './cases/knowledge-index.ts';
import { lists } from './cases/lists.ts';
import { people } from './cases/people.ts';
import { permissions } from './cases/permissions.ts';
import { reads } from './cases/reads.ts';
import { realtime } from './cases/realtime.ts';
import { records } from './cases/records.ts';
import { roleRows } from './cases/role-rows.ts';
import { saving } from './cases/saving.ts';
import { tokens } from './cases/tokens.ts';
import { transport } from './cases/transport.ts';
import { turns } from './cases/turns.ts';
import { undos } from './cases/undo.ts';

/** The whole contract, by topic. */
export const TOPICS: Readonly<Record<string, readonly ContractCase[]>> = {
  transport,
  lists,
  documents,
  saving,
  permissions,
  roleRows,
  auth,
  doors,
  tokens,
  people,
  turns,
  batch,
  actions,
  actionProofs,
  actionOperations,
  actionMessages,
  undos,
  records,
  reads,
  knowledge,
  knowledgeIndex,
  customAgents,
  realtime,
};
