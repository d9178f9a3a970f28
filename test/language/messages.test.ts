import { describe, expect, test } from 'vitest';
import { saidMail } from '../../sidecar/language/nlu/slots/mail-words.ts';
import { saidMessage } from '../../sidecar/language/nlu/slots/notify-words.ts';

describe('whom a message is for, and what it says', () => {
  test.each([
    ["tell Marcus I'm running late", 'Marcus', "I'm running late", 'that'],
    ['could you please let Dana Kim know that the report is done?', 'Dana Kim', 'the report is done?', 'that'],
    ['tell Tom, Li and Priya: lunch is ready', 'Tom, Li, Priya', 'lunch is ready', 'that'],
    ['tell Tom, lunch is ready', 'Tom', 'lunch is ready', 'that'],
    ['message tom b that it works', 'tom b', 'it works', 'that'],
    ['tell everyone in engineering the build is green', 'engineering', 'the build is green', 'that'],
    ['let my team know I am off', 'team', 'I am off', 'that'],
    ['ask Li whether she is done', 'Li', 'whether she is done', 'whether'],
    ['ask Tom to call me back', 'Tom', 'call me back', 'do'],
    ['remind Priya to submit her timesheet', 'Priya', 'submit her timesheet', 'remind'],
    ['ping Li about the contact form', 'Li', 'the contact form', 'about'],
    ['send Marcus a quick note saying "It is Done"', 'Marcus', 'It is Done', 'that'],
    ['say thank you to Priya', 'Priya', 'thank you', 'that'],
    ['tell Marcus', 'Marcus', null, 'that'],
    ['send a message to a colleague', null, null, 'that'],
    ['', null, null, 'that'],
  ])('%s', (text, who, message, as) => {
    expect(saidMessage(text)).toEqual({ who, message, as });
  });
});

describe('what a mail is to be', () => {
  test.each([
    ["email Marcus that I'm running late", 'Marcus', null, "I'm running late"],
    [
      'send a mail to bob@client.example about the offer saying it is ready',
      'bob@client.example',
      'offer',
      'it is ready',
    ],
    ['write to Dana, subject Budget: The numbers are ready', 'Dana', 'Budget', 'The numbers are ready'],
    ['send an email to bob at client dot example: hello', 'bob@client.example', null, 'hello'],
    ['send the offer to Grace Lin by email', 'Grace Lin', 'offer', null],
    ['email the team about the outage tomorrow', 'team', 'outage tomorrow', null],
    ['let Northwind know by email that the order ships friday', 'Northwind', null, 'the order ships friday'],
    ['write an email', null, null, null],
  ])('%s', (text, to, subject, body) => {
    expect(saidMail(text)).toEqual({ to, subject, body });
  });
});
