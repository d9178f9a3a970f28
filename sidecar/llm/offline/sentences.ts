import { defineMessages } from '../../lib/messages.ts';

/** What the offline model says whatever the domain. Honest about what it is, short, and never "done" before it is. */
export const say = defineMessages({
  greeting: 'Hi {name}! What can I do for you?',
  howAreYou: 'All good here, thanks for asking. What can I do for you, {name}?',
  thanks: 'You are welcome, {name}.',
  goodbye: 'See you, {name}.',
  praise: 'Glad that helped.',
  complaint: 'Sorry about that. Tell me what you need and I will try again.',
  whoAreYou: 'I am {assistant}, the assistant of {company}. I am a program, and I help with {topics}.',
  help: 'I can {can}. I ask before anything is sent, and I can undo what I did.',
  onlyTalk: 'only talk for now, since HR has switched nothing on for me',
  nothingAtAll: 'nothing yet, since HR has switched nothing on for me',
  other: 'That is beyond me for now. I can help with {topics}.',
  standIn: 'I am running in a simpler mode right now, and that is beyond it. I can still help with {topics}.',
  toolOff: 'That is not switched on for your assistant. HR can switch it on.',
  domainOff: '{domain} is not switched on for your assistant. HR can switch it on.',
  nothingPending: 'There is nothing waiting for a yes right now.',
  allRight: 'All right.',
  nothingToUndo: 'There is nothing I could undo just now.',
  askedAgain: 'I did not get that. {question}',
  whichOfThese: 'Which of these do you mean?',
  dropped: 'Fine, I leave it.',
  prepared: 'Nothing has happened yet: please look at the card. Shall I go ahead?',
  preparedAs: '{title}: nothing has happened yet. {notes}Shall I go ahead?',
  explain:
    '"{title}" is only prepared: nothing has happened so far. Say yes and I do it, no and I drop it, or tell me what should be different.',
  noRush: 'No rush. "{title}" stays as it is and nothing is sent until you say yes. You can also change it or say no.',
  whatDifferent: (p: { parts?: string }) =>
    p.parts === undefined
      ? 'Sorry about that. What should be different?'
      : `Sorry about that. What should be different: ${p.parts}?`,
});
