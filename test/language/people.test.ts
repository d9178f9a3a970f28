import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseText } from '../../sidecar/language/normalise.ts';
import { readPeople } from '../../sidecar/language/people.ts';

const brief = (text: string, known: readonly string[] = []) => {
  const { names, groups, emails } = readPeople(text, known);
  return [...names.map((name) => `${name.text}/${name.role}`), ...groups.map((group) => `[${group}]`), ...emails].join(
    ' ',
  );
};

describe('whom a request speaks of', () => {
  test.each([
    ['schedule a meeting with Tom and Marcus', 'tom/with marcus/with'],
    ['schedule a meeting with tom and marcus tomorrow', 'tom/with marcus/with'],
    ['WITH TOM AND MARCUS', 'tom/with marcus/with'],
    ['with tom, marcus and priya nair', 'tom/with marcus/with priya nair/with'],
    ['with tom & li', 'tom/with li/with'],
    ['with Tom B.', 'tom b/with'],
    ['with Li Wei from finance', 'li wei/with'],
    ['with José Müller', 'josé müller/with'],
    ['with maria de la cruz', 'maria de la cruz/with'],
    ['coffee with Grace', 'grace/with'],
    ['meet tom at 3', 'tom/with'],
    ['Meet Dana for coffee', 'dana/with'],
    ['add sam to the meeting', 'sam/with'],
    ['cc helen', 'helen/with'],
    ['loop in fiona', 'fiona/with'],
    ['move my meeting with tom to friday', 'tom/with'],
    ['log a call with jane doe at globex', 'jane doe/with'],
    ['I want to meet with priya, please', 'priya/with'],
    ['send it to Priya Nair', 'priya nair/to'],
    ['assign it to li', 'li/to'],
    ['move it to Priya', 'priya/to'],
    ['send invoice to fiona walsh', 'fiona walsh/to'],
    ['remind me to call Tom', 'tom/to'],
    ['ask tom whether he can come', 'tom/to'],
    ['tell marcus running late', 'marcus/to'],
    ['tell tom i am late', 'tom/to'],
    ['message priya thanks', 'priya/to'],
    ['give priya access', 'priya/to'],
    ['remind sam to submit', 'sam/to'],
    ['talk to dana about q3', 'dana/to'],
    ['book it for Sam', 'sam/for'],
    ["Marcus's calendar", 'marcus/of'],
    ["show me marcus' calendar", 'marcus/of'],
    ["priya nair's tasks", 'priya nair/of'],
    ["tom and marcus's calendars", 'tom/of marcus/of'],
    ["check tom's and li's calendars", 'tom/of li/of'],
    ['is tom free tomorrow', 'tom/of'],
    ['are tom and marcus available at 3', 'tom/of marcus/of'],
    ['when is priya nair free', 'priya nair/of'],
    ['is marcus on leave', 'marcus/of'],
    ['who is helen ortiz', 'helen ortiz/of'],
    ['who does tom report to', 'tom/of'],
    ['find sam patel', 'sam patel/of'],
    ["approve priya's expense and tom's leave", 'priya/of tom/of'],
    ['approve the expense from sam', 'sam/from'],
    ['sent by helen', 'helen/from'],
    ['tell the team', '[team]'],
    ["our team's calendar", '[team]'],
    ['meeting with my manager', '[manager]'],
    ['ask my boss', '[manager]'],
    ['let everyone know', '[everyone]'],
    ['notify all staff', '[everyone]'],
    ['assign the report to myself', '[me]'],
    ['a room for me and tom', 'tom/with [me]'],
    ['assign me the task', '[me]'],
    ['invite tom@acme.test and Priya@Acme.test', 'tom@acme.test priya@acme.test'],
    ['tom dot b at acme dot test', 'tom.b@acme.test'],
  ])('%s', (text, wanted) => {
    expect(brief(text)).toBe(wanted);
  });

  test.each([
    'create a task to review the deck',
    'with the board',
    'with slides',
    'with customers',
    'for lunch',
    'for monday',
    'with october',
    'from tuesday',
    'to london',
    "today's schedule",
    "what's my schedule",
    "let's go",
    'expense for taxi to airport',
    'call the client',
    'sync with engineering',
    'budget for marketing',
    'report for Q1',
    'remind me to submit the report',
    'send me the report in Excel',
    'add milk to the list',
    'how much leave do I have',
    'meeting tomorrow at 2pm',
  ])('nobody in "%s"', (text) => {
    expect(brief(text)).toBe('');
  });

  test('a name that is known needs nothing else', () => {
    expect(brief('a call with Rose and hope', ['Hope Park'])).toBe('rose/with hope/with');
  });

  test('mentions are found with the word that leads them', () => {
    const text = normaliseText('Book a room with Tom and Marcus for my manager');
    expect(
      readPeople('Book a room with Tom and Marcus for my manager').spans.map((span) => text.slice(...span)),
    ).toEqual(['with tom and marcus', 'for my manager']);
  });

  test('no words make it throw; spans lie in the text and hold the name', () => {
    const vocabulary = fc.constantFrom(
      ..."with to for from tom Tom marcus's li's, and & , the team my manager me myself tom@acme.test priya nair de la b. is free send assign call İ ß ﬁ 's '".split(
        ' ',
      ),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(vocabulary, { maxLength: 14 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, (words) => {
        const plain = normaliseText(words);
        const reading = readPeople(words);
        expect(readPeople(words)).toEqual(reading);
        for (const [from, to] of reading.spans) expect(from >= 0 && to > from && to <= plain.length).toBe(true);
        for (const { text: name, span } of reading.names) expect(plain.slice(...span)).toBe(name);
      }),
      { numRuns: 200, seed: 20_260_311 },
    );
  });
});
