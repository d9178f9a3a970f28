import type { VoiceEvent, VoiceEventBody } from '@dartwing-va/contract/voice.ts';
import { describe, expect, it } from 'vitest';
import { type Caption, foldCaptions, partsOf, withoutInterim, withPlayed } from '../../../web/voice/captions.ts';
import { splitHeard, spokenLetters } from '../../../web/voice/heard.ts';

const told = (bodies: readonly VoiceEventBody[], before: readonly Caption[] = [], speaks = true) =>
  bodies.reduce((captions, body) => foldCaptions(captions, { seq: 1, ...body } as VoiceEvent, speaks), before);
const interim = (text: string): VoiceEventBody => ({
  type: 'transcription.interim',
  text,
  confidence: 0.8,
  is_final: false,
});
const final = (text: string): VoiceEventBody => ({ type: 'transcription.final', text, confidence: 0.9, words: [] });
const words = (content: string, isComplete = false, turn = 't1'): VoiceEventBody => ({
  type: 'response.text',
  turn_id: turn,
  content,
  is_complete: isComplete,
});
const shown = (captions: readonly Caption[]) =>
  captions.map((one) => `${one.who === 'person' ? 'P' : 'A'}${one.isOpen ? '…' : ''} ${one.text}`);

describe('captions of a call', () => {
  it('show what is being said while it changes, once, and then as it was understood', () => {
    const captions = told([interim('book'), interim('book next'), interim('book next two')]);
    expect(shown(captions)).toEqual(['P… book next two']);
    expect(shown(told([final('book next Tuesday off')], captions))).toEqual(['P book next Tuesday off']);
  });

  it('keep an interim line in one place when an answer comes between', () => {
    const captions = told([final('one'), words('Answer'), interim('and'), words(' goes on'), final('and two')]);
    expect(shown(captions)).toEqual(['P one', 'A… Answer goes on', 'P and two']);
    expect(shown(withoutInterim(told([interim('mhm')], captions)))).toEqual(shown(captions));
  });

  it('take the complete answer for the pieces before it', () => {
    const captions = told([words('You have'), words(' 14'), words('You have 14 days left.', true)]);
    expect(shown(captions)).toEqual(['A You have 14 days left.']);
  });

  it('follow the voice word by word', () => {
    let captions = told([words('You have fourteen days of annual leave left.', true)]);
    expect(partsOf(captions[0] as Caption)).toMatchObject({ said: '', cut: '' });
    captions = withPlayed(told([{ type: 'audio.complete', turn_id: 't1', duration_ms: 4000 }], captions), 't1', 2000);
    expect(partsOf(captions[0] as Caption)).toEqual({
      said: 'You have fourteen days',
      coming: ' of annual leave left.',
      cut: '',
    });
    captions = withPlayed(captions, 't1', 3990);
    expect(partsOf(captions[0] as Caption).coming).toBe('');
    // A report that comes late takes no word back.
    expect(withPlayed(captions, 't1', 100)).toEqual(captions);
  });

  it('strike through what was cut: at once by what was played, then by what the service counts', () => {
    let captions = withPlayed(told([words('You have fourteen days of annual leave left.', true)]), 't1', 800);
    captions = told([{ type: 'audio.control', turn_id: 't1', action: 'cut' }], captions);
    expect(partsOf(captions[0] as Caption)).toEqual({
      said: 'You have fourteen',
      coming: '',
      cut: ' days of annual leave left.',
    });
    captions = told([{ type: 'response.heard', turn_id: 't1', content: 'You have', ms: 500 }], captions);
    expect(partsOf(captions[0] as Caption)).toEqual({
      said: 'You have',
      coming: '',
      cut: ' fourteen days of annual leave left.',
    });
  });

  it('show an answer that nobody speaks as read', () => {
    const captions = told([words('You have 14 days left.', true)], [], false);
    expect(partsOf(captions[0] as Caption)).toEqual({ said: 'You have 14 days left.', coming: '', cut: '' });
  });

  it('keep the last few lines', () => {
    const many = told(Array.from({ length: 20 }, (_, index) => final(`line ${index}`)));
    expect(shown(many).at(-1)).toBe('P line 19');
    expect(many.length).toBeLessThan(10);
  });
});

describe('what was heard of an answer', () => {
  it.each([
    ['Hello there, friend.', 'Hello there', 'Hello there,', ' friend.'],
    // For the ear there are no marks, and figures are words.
    ['**You** have 14 days: use them.', 'You have fourteen days', '**You** have 14 days:', ' use them.'],
    ['Nothing was heard.', '', '', 'Nothing was heard.'],
    ['All of it was heard.', 'All of it was heard.', 'All of it was heard.', ''],
    // A word that stands again far behind carries nothing away.
    [
      'one two three four five six seven eight nine ten and',
      'one and',
      'one',
      ' two three four five six seven eight nine ten and',
    ],
  ])('%s | %s', (answer, heard, kept, cut) => {
    expect(splitHeard(answer, heard)).toEqual({ heard: kept, cut });
  });

  it('stands for itself when the answer is written otherwise', () => {
    expect(splitHeard('| a | b |', 'One moment')).toEqual({ heard: 'One moment', cut: ' | a | b |' });
  });

  it('ends at a word', () => {
    const text = 'You have fourteen days';
    for (let played = 0; played < 3000; played += 130)
      expect(text[spokenLetters(text, played, 3000)] ?? ' ').toBe(played === 0 ? 'Y' : ' ');
  });
});
