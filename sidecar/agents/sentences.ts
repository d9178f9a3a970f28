import { defineMessages } from '../lib/messages.ts';

/** What the agent loop says: `tooManyRounds` to the person, the others to a model. */
export const say = defineMessages({
  whichPerson: 'There is more than one: {names}. Whom do you mean?',
  tooManyRounds: 'I could not finish that. Could you ask me in smaller steps?',
  noSuchTool: 'There is no such tool.',
  tooManyCalls: 'Too many calls for one question. Answer with what is known.',
  argumentsTooLong: 'The arguments are longer than any tool takes.',
  calledAlready: 'That was called with the same arguments already; its answer stands above.',
  argumentsNoObject: 'The arguments must be a JSON object.',
  tooMuchData: 'That is more than can be read at once. Ask for less, for example fewer dates.',
});
