import { defineMessages } from '../lib/messages.ts';

/** What the room `llm` says to a person beside what a model says. */
export const say = defineMessages({
  spentEmployeeDay: 'You have used up your share of my language model for today, so I answer in a simpler mode.',
  spentEmployeeMinute: 'That was a lot for one minute, so I answer in a simpler mode for a moment.',
  spentCompanyDay: 'Your company has used up its share of my language model for today, so I answer in a simpler mode.',
  spentCompanyMinute: 'Your company asks a lot right now, so I answer in a simpler mode for a moment.',
  budgetEmployeeDay: 'You have used up your share of my language model for today. Please ask me again tomorrow.',
  budgetEmployeeMinute: 'That was a lot for one minute. Please ask me again in a minute.',
  budgetCompanyDay: 'Your company has used up its share of my language model for today. Please ask me again tomorrow.',
  budgetCompanyMinute: 'Your company asks a lot right now. Please ask me again in a minute.',
  nobodyInside:
    'What we say here goes to no language model outside of your company, and your company has none of its own.',
  circles: 'I was going round in circles with that, so I stopped. Please put it another way.',
});
