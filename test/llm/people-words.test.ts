import { describe, expect, test } from 'vitest';
import { saidColleague, wantsContact } from '../../sidecar/language/nlu/slots/people-words.ts';

describe('whom words ask for', () => {
  test.each([
    ['who is Tom?', 'tom'],
    ["who's Priya Nair", 'priya nair'],
    ["what's Tom's phone number?", 'tom'],
    ['phone number of Li', 'li'],
    ['email for sam patel please', 'sam patel'],
    ['how do I reach Helen', 'helen'],
    ['find marcus', 'marcus'],
    ['look up someone called Fiona', 'fiona'],
    ['who works in engineering?', 'engineering'],
    ['people in the sales department', 'sales'],
    ['who is the engineering manager', 'engineering manager'],
    ['who is our HR manager?', 'hr manager'],
    ['find the CFO', 'cfo'],
    ['who does Priya report to?', 'priya'],
    ["who is Li's manager", 'li'],
    ["Marcus's direct reports", 'marcus'],
    ['who reports to Dana Kim?', 'dana kim'],
    ['and Tom?', 'tom'],
    ['team of marcus', 'marcus'],
  ])('%s', (text, name) => {
    expect(saidColleague(text)).toBe(name);
  });
  test.each([
    'who is my manager?',
    'who do I report to?',
    'who reports to me?',
    'who are my direct reports',
    'show me my team',
  ])('nobody else: %s', (text) => {
    expect(saidColleague(text)).toBeNull();
  });
  test.each([
    ["what's Tom's number?", true],
    ['how can I reach Li', true],
    ['who is Tom?', false],
  ])('contact data: %s', (text, wants) => {
    expect(wantsContact(text)).toBe(wants);
  });
});
