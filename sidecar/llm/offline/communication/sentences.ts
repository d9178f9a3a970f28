import { inManner } from '../../../lib/manner.ts';
import { defineMessages } from '../../../lib/messages.ts';

/** What the offline model says of messages and mails. */
export const say = defineMessages({
  name: 'messages and e-mails',
  can: 'tell your colleagues something and send e-mails for you',
  askAgain: 'What shall it say? Your next words go into it.',
  askWho: 'Whom shall I tell?',
  askWhat: 'What shall I tell {who}?',
  askAbout: 'What shall I tell {who} about {matter}?',
  askTo: 'Whom shall the mail go to?',
  askBody: 'What shall the mail to {who} say?',
  askBodyAbout: 'What shall the mail to {who} about {matter} say?',
  wantedToAsk: 'I wanted to ask {question}',
  askFor: 'I would like to ask for {what}',
  pleaseDo: 'Please {what}',
  reminder: 'A reminder: please {what}',
  offOn: 'I am off on {when}',
  offFrom: 'I am off {when}',
  offHalf: 'I am off for half the day on {when}',
  preparedMessage: 'To {to}: "{message}" {notes}Shall I send it?',
  'preparedMessage.formal': 'The message to {to} reads: "{message}" {notes}May I send it?',
  'preparedMessage.terse': 'To {to}: "{message}" {notes}Send it?',
  preparedMail: 'A mail to {to}, subject "{subject}": "{message}" {notes}Shall I send it?',
  'preparedMail.formal':
    'I have prepared a mail to {to} with the subject "{subject}": "{message}" {notes}May I send it?',
  'preparedMail.terse': 'Mail to {to}, "{subject}": "{message}" {notes}Send it?',
  partsMessage: 'the text, or who gets it',
  partsMail: 'the text, the subject, or who gets it',
});

/** The same, in the manner of the person (`situation.tone`). */
export const spoken = inManner(say);
