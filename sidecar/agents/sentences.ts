import { defineMessages } from '../lib/messages.ts';

/** What the agent loop says: `tooManyRounds` to the person, the others to a model. */
export const say = defineMessages({
  whichPerson: 'There is more than one: {names}. Whom do you mean?',
  tooManyRounds: 'I could not finish that. Could you ask me in smaller steps?',
  noSuchTool: 'There is no such tool.',
  calledBefore: 'That was called with these arguments already. Answer from what it said.',
  argumentsNoObject: 'The arguments must be a JSON object.',
  tooMuchData: 'That is more than can be read at once. Ask for less, for example fewer dates.',
});
