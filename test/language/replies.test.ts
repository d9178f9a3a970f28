import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyReply, type ReplyKind } from '../../sidecar/language/replies.ts';

const TABLE: Readonly<Record<ReplyKind, readonly string[]>> = {
  yes: [
    'yes',
    'Yes.',
    'YES!!',
    'yesss',
    'yep go ahead',
    'book it',
    'sure, do it',
    'ok',
    'Okay',
    'k',
    'yes please',
    'please do',
    'go ahead',
    'Yeah, that’s right',
    'that is correct',
    'sounds good, thanks',
    'Great, send it',
    'perfect - submit it please',
    'of course',
    'yes, yes',
    'confirm',
    'do it now',
    "let's do it",
    'i’m sure',
    'ok 👍',
    'works for me',
    'yes, book it',
    'alright then',
    'go ahead and book it',
    'yes go ahead and send it',
    'sounds good to me',
    'fine with me',
    'yes please book it for me',
    'y',
    'actually yes',
  ],
  no: [
    "don't do it",
    'don’t do it',
    'dont do it',
    'do not do it',
    'please do not book it',
    "don't send it",
    'not now',
    'no',
    'No, thanks',
    'nope',
    'nah',
    'nooo',
    'cancel',
    'cancel it',
    'cancel that please',
    'never mind',
    'nevermind',
    'forget it',
    'better not',
    'no, do not do that',
    'absolutely not',
    'not yet',
    "I don't want to",
    'I changed my mind',
    'no way',
    'rather not',
    'hell no',
    'n',
    'actually no',
    'scratch that',
    'not that one',
  ],
  unsure: [
    "I'm not sure",
    'i am not sure',
    'not sure',
    'maybe',
    'hmm',
    'hold on',
    'wait',
    'let me think',
    'I guess so',
    'yes no',
    'no, go ahead',
    'yes... no',
    'no problem',
    "yes, I'm not sure",
    'dunno',
    'why not?',
    'ok wait a moment',
  ],
  question: [
    'what does that mean?',
    'what does that mean',
    'yes?',
    'ok?',
    'is that right?',
    'how many days is that?',
    'who has to approve it',
    'ok, what is my balance?',
    'are you sure?',
    'can I still cancel later?',
    'how much leave do I have left',
  ],
  undo: [
    'undo',
    'undo that',
    'Undo that, please',
    'take that back',
    'can you undo that?',
    'please take it back',
    'revert that',
    'oh no, undo it',
    'undo the last action',
    'roll that back',
  ],
  stop: ['stop', 'Stop!', 'please stop', 'stop talking', 'be quiet', "that's enough", 'ok stop'],
  change: [
    'ok book it for Monday instead',
    'yes but change the time',
    'make it just Friday',
    'that is incorrect',
    "that's wrong",
    "no, that's not right",
    'only the afternoon',
    'no, Friday',
    'yes, but for two days',
    'no make it sick leave',
    'can you make it Friday?',
    'how about Monday?',
    'not Thursday but Friday',
    'move it to Monday',
    'just the morning',
    'change it',
    'yes on Tuesday',
    'sure, if Marcus agrees',
  ],
  other: [
    'token',
    'broken',
    'now',
    'know',
    'another',
    'nothing',
    'cancel my leave on Friday',
    'book next Thursday and Friday off',
    'thanks',
    'great',
    '👍',
    '',
    '???',
    '5',
    'да',
    'уes',
    'book it for Monday',
    'notebook',
    'surely',
    'the yes men',
    'book it and',
    "don't undo that",
    'and',
    'yes and',
    'actually',
  ],
};

describe('a reply to a card', () => {
  for (const [kind, utterances] of Object.entries(TABLE)) {
    test.each(utterances)(`${kind}: %s`, (utterance) => {
      expect(classifyReply(utterance).kind).toBe(kind);
    });
  }

  test('a change carries what is to change, without the yes or no before it', () => {
    expect(classifyReply('ok book it for Monday instead')).toEqual({
      kind: 'change',
      rest: 'book it for Monday instead',
    });
    expect(classifyReply('yes but change the time')).toEqual({ kind: 'change', rest: 'change the time' });
    expect(classifyReply('No, Friday!')).toEqual({ kind: 'change', rest: 'Friday!' });
    expect(classifyReply('make it just Friday')).toEqual({ kind: 'change', rest: 'make it just Friday' });
    expect(classifyReply('that is incorrect')).toEqual({ kind: 'change' });
  });

  test('a question after an ok carries the question', () => {
    expect(classifyReply("ok, what's my balance?")).toEqual({ kind: 'question', rest: "what's my balance?" });
  });
});

describe('never a yes', () => {
  const consent = fc.constantFrom(...TABLE.yes);
  const glue = fc.constantFrom(' ', ', ', '. ', ' - ', '\n', ' ... ');

  test('with a negation anywhere in it', () => {
    const negation = fc.constantFrom(
      'no',
      'not',
      "don't",
      'dont',
      'do not',
      'never',
      'nope',
      'not now',
      "can't",
      'won’t',
      'cancel',
      'stop',
      'nah',
      "isn't",
    );
    fc.assert(
      fc.property(
        fc.array(consent, { maxLength: 3 }),
        negation,
        fc.array(consent, { maxLength: 3 }),
        glue,
        (a, n, b, g) => {
          expect(classifyReply([...a, n, ...b].join(g)).kind).not.toBe('yes');
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('with a word in it that consent is not made of', () => {
    const known = new Set(TABLE.yes.flatMap((text) => text.toLowerCase().match(/[\p{L}]+/gu) ?? []));
    const content = fc.oneof(
      fc.constantFrom(
        'Monday',
        'token',
        'broken',
        'time',
        'but',
        'if',
        'instead',
        'tomorrow',
        '5',
        'maybe',
        'later',
        '❌',
      ),
      fc.stringMatching(/^[a-z]{4,12}$/u).filter((word) => !known.has(word) && !WORDS_OF_CONSENT.has(word)),
      fc.stringMatching(/^[0-9]{1,4}$/u),
      fc.stringMatching(/^[а-я]{1,6}$/u),
    );
    fc.assert(
      fc.property(
        fc.array(consent, { maxLength: 3 }),
        content,
        fc.array(consent, { maxLength: 3 }),
        glue,
        (a, w, b, g) => {
          expect(classifyReply([...a, w, ...b].join(g)).kind).not.toBe('yes');
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('with a question mark', () => {
    fc.assert(
      fc.property(consent, (text) => {
        expect(classifyReply(`${text}?`).kind).not.toBe('yes');
      }),
    );
  });

  test('as a part of a longer word', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('yes', 'ok', 'sure', 'yep'),
        fc.stringMatching(/^[a-jl-rt-z]{1,6}$/u),
        (word, tail) => {
          fc.pre(
            !/^(?:o+k+|o+ka+y+|okey|ye+p+|y?e*yes|o+ok)$/u.test(word + tail) &&
              !/^(?:o+k+|y+e*yes)$/u.test(tail + word),
          );
          expect(classifyReply(word + tail).kind).not.toBe('yes');
          expect(classifyReply(tail + word).kind).not.toBe('yes');
        },
      ),
    );
  });

  test('whatever is typed, an answer comes and nothing is thrown', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void classifyReply(text)));
  });
});

/** Words that are consent or harmless beside it and that the random generator could hit. */
const WORDS_OF_CONSENT = new Set(
  'yeah fine good great cool nice lovely super perfect please thanks sure okay agreed exactly correct confirm confirmed proceed submit certainly absolutely definitely affirmative alright awesome brilliant wonderful excellent mate cheers madam then well just'.split(
    ' ',
  ),
);

test('"sure, why not" is a yes; a no and a yes in one breath is neither', () => {
  expect(classifyReply('sure, why not').kind).toBe('yes');
  expect(classifyReply('why not').kind).toBe('unsure');
  expect(classifyReply('no, go ahead')).toEqual({ kind: 'unsure', mixed: true });
});
