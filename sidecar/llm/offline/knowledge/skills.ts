/** What the offline model does with the knowledge tools, and with HR's policies. */
import type { SkillSet } from '../skill.ts';
import { articles } from './article-skills.ts';
import { lookUps } from './look-up-skills.ts';
import { say } from './sentences.ts';

export const KNOWLEDGE: SkillSet = {
  skills: [...lookUps, ...articles],
  name: say('name'),
  can: say('can'),
  examples: ['What does the travel policy say about hotels?', 'How do I report an incident?'],
};
