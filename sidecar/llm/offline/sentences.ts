import { inManner } from '../../lib/manner.ts';
import { defineMessages } from '../../lib/messages.ts';

/** What the offline model says whatever the domain. Honest about what it is, short, and never "done" before it is. */
export const say = defineMessages({
  greeting: 'Hi {name}! What can I do for you?',
  'greeting.playful': 'Hey {name}! What shall we tackle?',
  'greeting.formal': 'Hello {name}. How may I help you?',
  'greeting.terse': 'Hello {name}.',
  howAreYou: 'All good here, thanks for asking. What can I do for you, {name}?',
  'howAreYou.playful': 'All circuits humming, thanks. What can I do for you, {name}?',
  'howAreYou.formal': 'Thank you, I am ready. How may I help you, {name}?',
  'howAreYou.terse': 'Ready.',
  thanks: 'You are welcome, {name}.',
  'thanks.playful': 'Any time, {name}!',
  'thanks.formal': 'It was a pleasure, {name}.',
  'thanks.terse': 'Sure.',
  goodbye: 'See you, {name}.',
  'goodbye.playful': 'See you, {name}. I will be right here.',
  'goodbye.formal': 'Goodbye, {name}.',
  'goodbye.terse': 'Bye.',
  praise: 'Glad that helped.',
  'praise.playful': 'I am blushing, as far as a program can.',
  'praise.formal': 'Thank you. I am glad to be of help.',
  'praise.terse': 'Good.',
  complaint: 'Sorry about that. Tell me what you need and I will try again.',
  'complaint.formal': 'I apologize. Please tell me what you need, and I will try again.',
  'complaint.terse': 'Sorry. What do you need?',
  whoAreYou: 'I am {assistant}, the assistant of {company}. I am a program, and I help with {topics}.',
  'whoAreYou.formal':
    'My name is {assistant}. I am the assistant of {company}, a computer program, and I can help you with {topics}.',
  'whoAreYou.terse': '{assistant}, the assistant of {company}: a program. I help with {topics}.',
  help: 'This is what I can do:\n{can}\nI ask before anything is sent, and most of it I can undo.',
  'help.formal':
    'This is what I am able to do:\n{can}\nI will ask you before anything is sent, and most of it can be undone.',
  'help.terse': '{can}\nNothing is sent before your yes; most of it can be undone.',
  ability: '- {name}: {can}',
  more: 'more',
  onlyTalk: '- only talk for now, since HR has switched nothing on for me',
  nothingAtAll: 'nothing yet, since HR has switched nothing on for me',
  other: 'That is beyond me for now. I can help with {topics}.',
  'other.playful': 'That one is beyond me, for now at least. I can help with {topics}.',
  'other.formal': 'I am sorry, that is not something I can do yet. I can help you with {topics}.',
  'other.terse': 'Not yet possible. I can help with {topics}.',
  otherAgain: 'That one I cannot do either. Say "help" for all that I can.',
  'otherAgain.formal': 'I am sorry, I cannot do that either. Please say "help" for all that I can do.',
  'otherAgain.terse': 'Not possible either. Say "help" for what is.',
  timeIs: 'It is {time}.',
  dayIs: 'Today is {date}.',
  noHuman:
    'I am a program, and nobody sits behind me. I can tell you who your manager is, and send a message to a colleague for you.',
  standIn: 'I am running in a simpler mode right now, and that is beyond it. I can still help with {topics}.',
  toolOff: 'That is not switched on for your assistant. HR can switch it on.',
  appMissing: '{app} is not installed on this site, so I cannot help you with {domain} there.',
  domainOff: '{domain} is not switched on for your assistant. HR can switch it on.',
  nothingPending: 'There is nothing waiting for a yes right now.',
  allRight: 'All right.',
  'allRight.formal': 'Very well.',
  'allRight.terse': 'OK.',
  nothingToUndo: 'There is nothing I could undo just now.',
  askedAgain: 'I did not get that. {question}',
  needsName: 'I need a name for that. Say it, or never mind.',
  whichOfThese: 'Which of these do you mean?',
  pointsNowhere: 'I am not sure which one you mean. Please call it by its name.',
  dropped: 'Fine, I leave it.',
  'dropped.formal': 'Very well, I will leave it.',
  'dropped.terse': 'Dropped.',
  prepared: 'Nothing has happened yet: please look at the card. Shall I go ahead?',
  preparedAs: '{title}: nothing has happened yet. {notes}Shall I go ahead?',
  'preparedAs.formal': '{title}: nothing has happened yet. {notes}May I go ahead?',
  'preparedAs.terse': '{title}, not done yet. {notes}Go ahead?',
  explain:
    '"{title}" is only prepared: nothing has happened so far. Say yes and I do it, no and I drop it, or tell me what should be different.',
  noRush: 'No rush. "{title}" stays as it is and nothing is sent until you say yes. You can also change it or say no.',
  notGot: 'I did not get that. "{title}" still waits: say yes, no, or what should be different.',
  stillWaits: '"{title}" still waits for your yes.',
  whatDifferent: (p: { parts?: string }) =>
    p.parts === undefined
      ? 'Sorry about that. What should be different?'
      : `Sorry about that. What should be different: ${p.parts}?`,
});

/** The same, in the manner of the person (`situation.tone`). */
export const spoken = inManner(say);
