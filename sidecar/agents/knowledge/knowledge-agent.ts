import type { ArticleLibrary } from '../../knowledge/library.ts';
import type { Agent } from '../agent.ts';
import { getDocument } from './get-document.ts';
import { getPolicy } from './get-policy.ts';
import { getProcedure } from './get-procedure.ts';
import { listKnowledgeCategories } from './list-knowledge-categories.ts';
import { knowledgePrompt } from './prompt.ts';
import { searchFaq } from './search-faq.ts';
import { searchKnowledgeBase } from './search-knowledge-base.ts';
import { summarizeDocument } from './summarize-document.ts';

/** Answers from the articles of the knowledge base that the person may read. */
export function createKnowledgeAgent(library: ArticleLibrary): Agent {
  return {
    id: 'knowledge',
    label: 'Knowledge',
    tools: [
      searchKnowledgeBase(library),
      getDocument(library),
      searchFaq(library),
      getPolicy(library),
      getProcedure(library),
      summarizeDocument(library),
      listKnowledgeCategories(library),
    ],
    prompt: knowledgePrompt,
  };
}
