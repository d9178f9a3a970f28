import { defineMessages } from '../lib/messages.ts';

export const say = defineMessages({
  moreEntries: (p: { left: number }) =>
    p.left === 1 ? 'And one more on your screen.' : `And ${p.left} more on your screen.`,
  restOnScreen: 'The rest is on your screen.',
  oneMoment: 'One moment.',
  shallI: 'Shall I do it?',
  onScreen: 'Please confirm that on the screen, because of the amount.',
  yesLate: 'That came a while after I asked, so I ask again: {title}. Shall I do it?',
  yesEarly: 'I had not finished reading it to you: {facts} Shall I do it?',
  yesFaint: 'I am not sure that this was you. Please say yes once more, or confirm on the screen.',
  noStt: 'No speech recognition is set up here, so please type. I answer in text.',
  noSttButTts: 'No speech recognition is set up here, so please type. I answer aloud.',
  noTts: 'No voice is set up here, so I answer in text.',
  minutesUsed: 'The voice minutes for today are used up. You can go on by typing.',
  companyMinutesUsed: "Your company's voice minutes for today are used up. You can go on by typing.",
  tooManyOfCompany: 'Too many of your colleagues are talking to me right now. Please try again in a moment.',
  language: 'I only speak English so far: en-US or en-GB.',
  format: 'I cannot work with {field}: {problem}',
  startFirst: 'A voice session starts with session.start.',
  startedAlready: 'This voice session has started already.',
  unknownMessage: 'I do not know that kind of message.',
  unreadable: 'That message could not be read.',
  oddFrame: 'A piece of sound held half a sample or was no Opus packet, so I left it out.',
  noSuchSession: 'That voice session is over. Start a new one with the same conversation to go on.',
  cannotGoOn: 'Too much happened since. Start a new voice session with the same conversation.',
  nothingHeard: 'I did not catch anything.',
});
