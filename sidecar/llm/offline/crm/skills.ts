import type { SkillSet } from '../skill.ts';
import { account } from './account-skill.ts';
import { logging } from './activity-skill.ts';
import { updating } from './change-deal.ts';
import { contact, searching } from './contact-skills.ts';
import { dealList, pipeline } from './deal-skills.ts';
import { newLead } from './lead-skill.ts';
import { say } from './sentences.ts';

export const SALES: SkillSet = {
  skills: [searching, contact, account, dealList, pipeline, updating, logging, newLead],
  name: say('name'),
  can: say('can'),
  examples: ['How is my pipeline?', 'Which deals close this month?', 'Log a call'],
};
