import { describe, expect, it } from 'vitest';
import { createAlarm } from '../../sidecar/voice/turn-taking/alarm.ts';
import { createBargeIn } from '../../sidecar/voice/turn-taking/barge-in.ts';
import { createPreview } from '../../sidecar/voice/turn-taking/completeness.ts';
import { judgeSpokenYes, type SpokenAnswer } from '../../sidecar/voice/turn-taking/confirmation.ts';
import { createEcho } from '../../sidecar/voice/turn-taking/echo.ts';
import { createEndpointing } from '../../sidecar/voice/turn-taking/endpointing.ts';
import { createEnergyGate, energyActivity, periodicity } from '../../sidecar/voice/turn-taking/energy.ts';
import { createHeardWords } from '../../sidecar/voice/turn-taking/heard-words.ts';
import { manualClock } from '../fakes/manual-clock.ts';
import { cough, microphone, say } from './timeline.ts';

const preview = createPreview({ now: () => Date.UTC(2026, 10, 23, 12), timeZone: 'UTC' });

describe('the energy gate', () => {
  it('opens for a voice and closes after it, in a quiet room and in a loud one', () => {
    for (const roomDb of [-70, -50, -40]) {
      const gate = createEnergyGate();
      for (let frame = 0; frame < 150; frame += 1) gate.push(roomDb);
      expect(gate.push(roomDb + 20)).toBe(true);
      expect(gate.push(roomDb + 1)).toBe(false);
    }
  });

  it('takes steady noise for the room after a while', () => {
    const gate = createEnergyGate();
    for (let frame = 0; frame < 100; frame += 1) gate.push(-70);
    expect(gate.push(-40)).toBe(true);
    for (let frame = 0; frame < 150; frame += 1) gate.push(-40);
    expect(gate.push(-40)).toBe(false);
    expect(gate.floorDb).toBeCloseTo(-40, 0);
  });

  it('does not flutter between its two thresholds', () => {
    const gate = createEnergyGate();
    for (let frame = 0; frame < 150; frame += 1) gate.push(-50);
    expect([-42, -38, -42, -42].map((level) => gate.push(level))).toEqual([false, true, true, true]);
  });
});

describe('a voice', () => {
  const heard = (sounds: Parameters<typeof microphone>[0]) => {
    const ear = microphone(sounds);
    const activity = energyActivity();
    return Array.from({ length: 60 }, (_, index) => activity.push(ear.frame(index * 20)));
  };
  it('repeats itself, a cough does not', () => {
    const voiced = heard(say('hello there', { at: 200 }).sounds).filter((frame) => frame.isVoiced);
    expect(voiced.filter((frame) => frame.isVoice).length / voiced.length).toBeGreaterThan(0.6);
    const coughed = heard(cough(200, { bursts: 3 })).filter((frame) => frame.isVoiced);
    expect(coughed.length).toBeGreaterThan(15);
    expect(coughed.filter((frame) => frame.isVoice).length / coughed.length).toBeLessThan(0.1);
  });
  it('is not found in silence', () => {
    expect(periodicity(new Int16Array(320), new Int16Array(320))).toBe(0);
  });
});

describe('what words are', () => {
  it.each([
    ['yes', 'card', 'answer'],
    ['no thanks', 'question', 'answer'],
    ['okay', 'anything', 'other'],
    ['stop', 'anything', 'answer'],
    ['book friday off', 'anything', 'command'],
    ['book a day off', 'anything', 'other'],
    ['remind me to call tom at three', 'anything', 'command'],
    ['remind me to call tom', 'anything', 'other'],
    ['schedule a meeting with marcus', 'anything', 'other'],
    ['book friday and', 'anything', 'open'],
    ['book leave from monday', 'anything', 'open'],
    ['book leave from monday to wednesday', 'anything', 'command'],
    ['are we free between ten', 'anything', 'open'],
    ['put it on the', 'anything', 'open'],
    ['book sick leave', 'anything', 'lacking'],
    ['book sick leave', 'question', 'other'],
    ['expense', 'anything', 'open'],
    ['no wait', 'card', 'other'],
    ['book friday no wait', 'anything', 'hesitation'],
    ['i work from home today', 'anything', 'other'],
    ['i am off from tuesday', 'anything', 'open'],
    ['is there a bank holiday in may', 'anything', 'question'],
    ['send an email to', 'anything', 'open'],
    ['what should i do', 'anything', 'question'],
    ['can you', 'anything', 'open'],
    ['tell tom', 'anything', 'open'],
    ['what is it about', 'anything', 'question'],
    ['who am i meeting with', 'anything', 'question'],
    ['how long does it take', 'anything', 'question'],
    ['who told you that', 'anything', 'question'],
    ['book um', 'anything', 'hesitation'],
    ['let me see', 'anything', 'hesitation'],
    ['take a note that the customer called', 'anything', 'dictation'],
    ['', 'anything', 'open'],
  ] as const)('%s, when we expect %s: %s', (text, expects, kind) => {
    const found = preview(text, expects);
    if (kind === 'question') expect(['question', 'command']).toContain(found);
    else expect(found).toBe(kind);
  });
});

describe('the end of a turn', () => {
  /** Voice until `end`, words then and there, and when it was over after that. */
  function endOf(
    text: string,
    end: number,
    wordsAt: number,
    more: readonly (readonly [number, number])[] = [],
  ): number | null {
    const endpointing = createEndpointing(preview);
    const isVoiced = (at: number) => at <= end || more.some(([from, to]) => at > from && at <= to);
    for (let at = 0; at < end + 4000; at += 10) {
      if (at % 20 === 0) endpointing.frame(at, isVoiced(at));
      if (at === wordsAt) endpointing.words(at, text);
      if (endpointing.check(at) === 'end') return at - end;
    }
    return null;
  }
  it('comes at once after a command, later after other words, latest after a phrase that is open', () => {
    expect(endOf('book friday off', 1000, 1120)).toBe(130);
    expect(endOf('my laptop is broken', 1000, 1120)).toBe(280);
    expect(endOf('book friday and', 1000, 1120)).toBe(1800);
    expect(endOf('book um', 1000, 1120)).toBe(2500);
  });
  it('waits for words that come late', () => {
    expect(endOf('book friday off', 1000, 1400)).toBe(410);
    // A short word behind it is on its way.
    expect(endOf('book friday off', 1080, 1120)).toBe(200);
  });
  it('waits when a voice goes on that is not in the words yet', () => {
    expect(endOf('book friday off', 1000, 1120, [[1020, 1700]])).toBeGreaterThanOrEqual(1100);
  });
  it('comes in spite of noise that never stops', () => {
    expect(endOf('book friday off', 9000, 1120)).toBeLessThan(0);
  });
  it('is nothing when there was sound and no word', () => {
    const endpointing = createEndpointing(preview);
    for (let at = 0; at <= 200; at += 20) endpointing.frame(at, true);
    expect(endpointing.check(1300)).toBeNull();
    expect(endpointing.check(1400)).toBe('nothing');
    expect(endpointing.dueAt).toBeNull();
  });
  it("follows the recogniser's hint, but not in an open phrase", () => {
    for (const [text, due] of [
      ['my laptop is broken', 130],
      ['book friday and', 1800],
    ] as const) {
      const endpointing = createEndpointing(preview);
      for (let at = 0; at <= 1000; at += 20) endpointing.frame(at, true);
      endpointing.words(1120, text);
      endpointing.hint();
      expect(endpointing.dueAt).toBe(1000 + due);
    }
  });
});

describe('an interruption', () => {
  const loud = { levelDb: -24, isTheirs: true, isVoice: true };
  const quiet = { levelDb: -64, isTheirs: false, isVoice: false };
  it('ducks with its second frame and cuts after 400 ms of voice', () => {
    const bargeIn = createBargeIn(createEcho());
    const signs = Array.from({ length: 30 }, (_, index) => [index * 20, bargeIn.frame(index * 20, loud)] as const);
    expect(signs.filter(([, sign]) => sign !== null).slice(0, 2)).toEqual([
      [20, 'duck'],
      [400, 'cut'],
    ]);
  });
  it('is as long as its sound, also when a line that stalls brings it all at once', () => {
    const bargeIn = createBargeIn(createEcho());
    const signs = Array.from({ length: 30 }, () => bargeIn.frame(500, loud));
    expect([signs.indexOf('duck'), signs.indexOf('cut')]).toEqual([1, 20]);
  });
  it('is speech with its consonants, though voice is only most of it', () => {
    const bargeIn = createBargeIn(createEcho());
    const signs = Array.from({ length: 24 }, (_, index) =>
      bargeIn.frame(index * 20, { levelDb: -24 - 9 * (index % 3), isTheirs: true, isVoice: index % 3 !== 0 }),
    );
    expect(signs.indexOf('cut') * 20).toBe(420);
    const hoarse = createBargeIn(createEcho());
    const others = Array.from({ length: 40 }, (_, index) =>
      hoarse.frame(index * 20, { levelDb: -24 - 9 * (index % 3), isTheirs: true, isVoice: index % 4 === 0 }),
    );
    expect(others).not.toContain('cut');
  });
  it('of breath alone fades back', () => {
    const bargeIn = createBargeIn(createEcho());
    const signs = Array.from({ length: 60 }, (_, index) =>
      bargeIn.frame(index * 20, index < 25 ? { ...loud, isVoice: false } : quiet),
    );
    expect(signs.filter((sign) => sign !== null)).toEqual(['duck', 'restore']);
  });
  it('is a word that is no backchannel', () => {
    const bargeIn = createBargeIn(createEcho());
    expect(['mhm', 'uh', 'uh huh', 'okay', 'i'].map((text) => bargeIn.words(0, text))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(bargeIn.words(0, 'okay now')).toBe('cut');
    expect(bargeIn.words(0, 'yes')).toBe('cut');
    bargeIn.expects(true);
    expect(bargeIn.words(0, 'okay')).toBe('cut');
  });
});

describe('our own voice', () => {
  it('explains as much as it learned that comes back', () => {
    const echo = createEcho();
    expect(echo.explainedDb(0)).toBe(Number.NEGATIVE_INFINITY);
    for (let at = 0; at < 2000; at += 20) echo.ours(at, -18);
    expect(echo.explainedDb(2000)).toBeCloseTo(-35, 0);
    for (let at = 0; at < 2000; at += 20) echo.learn(at, -28);
    expect(echo.explainedDb(2000)).toBeCloseTo(-20, 0);
    expect(echo.explainedDb(3000)).toBe(Number.NEGATIVE_INFINITY);
  });
  it('is known by how it rises and falls, wherever it is late by', () => {
    const levels = Array.from({ length: 40 }, (_, index) => -20 - 12 * Math.abs(Math.sin(index / 2.3)));
    for (const late of [0, 6, 15]) {
      const echo = createEcho();
      for (const [index, level] of levels.entries()) echo.ours(index * 20, level);
      const heard = levels.slice(0, 22).map((level) => level - 9);
      expect(echo.isOurs(late * 20, heard)).toBe(true);
      expect(echo.explainedDb(500)).toBeGreaterThan(-28);
      expect(
        echo.isOurs(
          late * 20,
          heard.toReversed().map((level, index) => level + 9 * Math.sin(index)),
        ),
      ).toBe(false);
    }
  });
  it('is known though the room is heard in its pauses', () => {
    const levels = Array.from({ length: 60 }, (_, index) => (index % 12 < 4 ? -90 : -20 - 8 * Math.sin(index) ** 2));
    const echo = createEcho();
    for (const [index, level] of levels.entries()) echo.ours(index * 20, level);
    const heard = levels.slice(0, 36).map((level) => Math.max(-58, level - 10));
    expect(echo.isOurs(140, heard)).toBe(true);
  });
  it('is not the person, whose voice is far louder than what usually comes back', () => {
    const echo = createEcho();
    const levels = Array.from({ length: 40 }, (_, index) => -20 - 12 * Math.abs(Math.sin(index / 2.3)));
    for (const [index, level] of levels.entries()) echo.ours(index * 20, level);
    const asLoud = levels.slice(0, 22).map((level) => level - 2);
    expect(echo.isOurs(0, asLoud)).toBe(false);
  });
  it('is not learned from a person who begins softly', () => {
    const echo = createEcho();
    for (let at = 0; at < 1000; at += 20) echo.ours(at, -20);
    const before = echo.explainedDb(1000);
    for (let at = 900; at < 1000; at += 20) echo.learn(at, -36);
    expect(echo.explainedDb(1000) - before).toBeLessThan(4);
  });
  it('is known by its words while they are fresh', () => {
    const echo = createEcho();
    echo.saying(0, 'You have fourteen days left.');
    echo.ours(1000, -18);
    expect(echo.areOurWords(1500, 'fourteen days')).toBe(true);
    expect(echo.areOurWords(1500, 'days fourteen')).toBe(false);
    expect(echo.areOurWords(5000, 'fourteen days')).toBe(false);
  });
});

describe('a spoken yes', () => {
  const answer: SpokenAnswer = {
    text: 'yes',
    startedAt: 2000,
    levelDb: -24,
    usualDb: -22,
    isOurEcho: false,
    isOwnSession: true,
    readBack: { cardId: 'a', digest: 'd', endedAt: 1000 },
    card: { id: 'a', digest: 'd', isOverLimit: false },
  };
  it.each([
    ['counts', {}],
    ['not-a-yes', { text: 'yes but later' }],
    ['not-a-yes', { text: 'yes?' }],
    ['no-card', { card: null }],
    ['other-session', { isOwnSession: false }],
    ['our-own-voice', { isOurEcho: true }],
    ['no-sound', { levelDb: null }],
    ['counts', { levelDb: -32 }],
    ['too-quiet', { levelDb: -32.1 }],
    ['too-loud', { levelDb: -11.9 }],
    ['counts', { usualDb: null, levelDb: -50 }],
    ['on-screen', { card: { id: 'a', digest: 'd', isOverLimit: true } }],
    ['not-read', { readBack: null }],
    ['not-read', { readBack: { cardId: 'a', digest: 'd', endedAt: null } }],
    ['counts', { startedAt: 600 }],
    ['not-read', { startedAt: 599 }],
    ['changed', { card: { id: 'a', digest: 'other', isOverLimit: false } }],
    ['changed', { card: { id: 'b', digest: 'd', isOverLimit: false } }],
    ['counts', { startedAt: 11_000 }],
    ['too-late', { startedAt: 11_001 }],
  ] as const)('%s: %j', (verdict, more) => {
    expect(judgeSpokenYes({ ...answer, ...more }, { windowMs: 10_000, withinDb: 10 })).toBe(verdict);
  });
});

describe('words of an utterance', () => {
  it('are finals and the interim after them', () => {
    const words = createHeardWords();
    expect(words.take({ type: 'interim', text: 'book', confidence: 1 })).toBe('book');
    expect(words.take({ type: 'final', text: 'book friday', confidence: 1, words: [] })).toBe('book friday');
    expect(words.take({ type: 'interim', text: 'off', confidence: 1 })).toBe('book friday off');
  });
  it('that the recogniser still owed when it was over begin no other', () => {
    const words = createHeardWords();
    words.take({ type: 'interim', text: 'book friday off', confidence: 1 });
    words.ended();
    expect(words.take({ type: 'final', text: 'Book Friday off.', confidence: 1, words: [] })).toBeNull();
    expect(words.take({ type: 'interim', text: 'yes', confidence: 1 })).toBe('yes');
  });
});

describe('the alarm', () => {
  it('rings at the earliest time and costs one timer', async () => {
    const clock = manualClock(0);
    const rung: number[] = [];
    const alarm = createAlarm(
      clock,
      () => rung.push(clock.now()),
      () => undefined,
    );
    alarm.at(500);
    alarm.at(900);
    alarm.at(200);
    await clock.advance(0);
    expect(clock.sleepers).toBe(1);
    await clock.advance(1000);
    expect(rung).toEqual([200]);
    alarm.at(1500);
    alarm.close();
    await clock.advance(1000);
    expect(rung).toEqual([200]);
  });
});
