import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { scriptedStt } from '../fakes/voice/scripted-stt.ts';
import { humming, toneTts } from '../fakes/voice/tone-tts.ts';
import { describeInBrowser, eventually, focused, openBrowser, openWindow } from './browser.ts';
import { type CallRoom, openCallRoom } from './call-room.ts';
import { type Caller, openCaller } from './caller.ts';

// The page's call over the real socket, with sound in and out; the words are scripted and the voice is a hum.
describeInBrowser('a call in the page', () => {
  const stt = scriptedStt();
  const QUICK = 30;
  /** So slowly that there is time to do something meanwhile, however busy the machine is. */
  const SLOW = 3000;
  const tts = toneTts(QUICK);
  let room: CallRoom;
  let caller: Caller | null = null;

  beforeAll(async () => {
    room = await openCallRoom({ stt, tts, defaultVoice: 'hum' });
  });
  afterAll(() => room?.close());
  afterEach(async () => {
    tts.msPerWord = QUICK;
    await caller?.close();
    caller = null;
  });

  async function open(user: string, url = room.company.url, options = {}): Promise<Caller> {
    caller = await openCaller(room.browser, url, user, options);
    return caller;
  }
  async function handsFree(user: string, url = room.company.url, options = {}): Promise<Caller> {
    const one = await open(user, url, options);
    // As a screen reader presses it: how long a mouse is down depends on how busy the machine is.
    await one.page.locator('.va-talk').dispatchEvent('click');
    await one.looks('listening');
    return one;
  }
  /** Somebody hums at the microphone, and these are the words. */
  async function says(one: Caller, text: string): Promise<void> {
    const before = stt.heardMs;
    await one.says(humming(16_000, 300));
    // All of it: what comes after the words would be the beginning of more.
    await eventually(() => stt.heardMs - before).toBeGreaterThan(260);
    stt.say(text);
  }
  const applications = (user: string) =>
    room.company.rows('Leave Application', [
      ['owner', '=', user],
      ['docstatus', '=', 0],
    ]);
  const mine = (one: Caller) => one.page.locator('.va-mine p').allTextContents();
  const badge = (one: Caller) => one.card.locator('.va-badge').textContent();

  it('books by voice: words as they are said, one card, a spoken yes, the document, and back again', async () => {
    const one = await handsFree('priya@acme.test');
    const { page } = one;
    const before = await applications('priya@acme.test');
    expect(await page.locator('.va-on-air').textContent()).toContain('sound is not stored');
    await one.says(humming(16_000, 300));
    stt.interim('book next');
    await eventually(() => one.captions()).toEqual(['book next']);
    stt.say('book next Tuesday off');
    await eventually(() => badge(one)).toBe('Waiting for your yes');
    await one.looks('listening');
    // It is in the thread as typed words are, once; and the space bar must not confirm.
    expect(await mine(one)).toEqual(['book next Tuesday off']);
    expect(await one.cards.count()).toBe(1);
    expect(await focused(page)).not.toBe('Confirm');
    const sound = await one.played();
    expect(sound.samples.filter((value) => Math.abs(value) > 400).length).toBeGreaterThan(sound.sampleRate / 10);
    await says(one, 'yes');
    await eventually(() => badge(one)).toBe('Done');
    expect(await applications('priya@acme.test')).toHaveLength(before.length + 1);
    await one.looks('listening');
    await says(one, 'undo that');
    await eventually(() => badge(one)).toBe('Undone');
    expect(await applications('priya@acme.test')).toEqual(before);
    expect(await mine(one)).toEqual(['book next Tuesday off', 'yes', 'undo that']);
    await one.looks('listening');
    // Typed in a call it is one of the same turns, and the answer is spoken too.
    await one.played();
    await one.type('how much annual leave do I have left?');
    await one.answered(4);
    await one.looks('listening');
    expect((await one.played()).firstAt).not.toBeNull();
    await one.button('Hang up').click();
    await one.panel.waitFor({ state: 'hidden' });
    await page.reload();
    await eventually(() => mine(one)).toHaveLength(4);
    expect(one.complaints).toEqual([]);
  });

  it('is held with the space bar, and only what is said meanwhile counts', async () => {
    const one = await open('li@acme.test');
    const { page } = one;
    await page.locator('.va-log').focus();
    await page.keyboard.down(' ');
    await one.looks('hearing');
    await one.says(humming(16_000, 400));
    await eventually(() => stt.heardMs).toBeGreaterThan(200);
    stt.interim('how much annual leave do I have');
    await page.keyboard.up(' ');
    await one.answered(1);
    expect(await mine(one)).toEqual(['how much annual leave do I have']);
    await one.looks('ready');
    const heard = stt.heardMs;
    await one.says(humming(16_000, 400));
    expect(stt.heardMs).toBe(heard);
    // In the message it is a space.
    await one.input.click();
    await page.keyboard.type('a b');
    expect(await one.input.inputValue()).toBe('a b');
    expect(await one.look()).toBe('ready');
    // Pressed for a moment, the button needs not be held any more.
    await page.locator('.va-talk').dispatchEvent('click');
    await one.looks('listening');
    await says(one, 'hello');
    await eventually(() => mine(one)).toEqual(['how much annual leave do I have', 'hello']);
    expect(one.complaints).toEqual([]);
  });

  it('is silent at once when interrupted, and strikes through what was not heard, until it is forgotten', async () => {
    const one = await handsFree('dana@acme.test');
    tts.msPerWord = SLOW;
    await says(one, 'what can you do for me?');
    await one.looks('speaking');
    await eventually(async () => (await one.captions()).length).toBe(2);
    await eventually(async () => (await one.played()).lastAt).not.toBeNull();
    // A voice of more than 400 ms is an interruption before its words are known; longer, for a machine that stalls meanwhile.
    await one.says(humming(16_000, 1500));
    await one.panel.locator('.va-captions del').first().waitFor();
    await one.page.locator('.va-exchange').first().locator('.va-cut del').waitFor();
    tts.msPerWord = QUICK;
    stt.say('wait, how much annual leave do I have left?');
    await one.answered(2);
    expect(await one.page.locator('.va-failed').count()).toBe(0);
    await one.looks('listening');
    await one.page.reload();
    await eventually(() => mine(one)).toHaveLength(2);
    // What was not heard is no part of the conversation.
    const first = one.page.locator('.va-exchange').first();
    expect((await first.locator('.va-text').allTextContents()).join('').length).toBeLessThan(60);
    expect(one.complaints).toEqual([]);
  });

  it('hears nothing while it is muted, and goes on', async () => {
    const one = await handsFree('sales@acme.test');
    await one.button('Mute').click();
    await one.looks('muted');
    await one.says(humming(16_000, 100));
    const heard = stt.heardMs;
    await one.says(humming(16_000, 400));
    expect(stt.heardMs).toBe(heard);
    await one.button('Unmute').click();
    await one.looks('listening');
    await says(one, 'how much annual leave do I have left?');
    await one.answered(1);
    expect(one.complaints).toEqual([]);
  });

  it('comes back by itself when the connection breaks in mid-answer, and loses no word', async () => {
    const one = await handsFree('finance@acme.test', room.proxy.url);
    tts.msPerWord = 300;
    await says(one, 'how much annual leave do I have left?');
    await one.looks('speaking');
    room.proxy.cut();
    await one.looks('reconnecting');
    expect(stt.opened).toBeGreaterThan(0);
    const streams = stt.opened;
    room.proxy.mend();
    await one.looks('listening');
    expect(stt.opened).toBe(streams);
    await eventually(() => one.page.locator('.va-exchange[data-status=done]').count()).toBe(1);
    await says(one, 'hello');
    await eventually(() => mine(one)).toEqual(['how much annual leave do I have left?', 'hello']);
    // What was just being loaded may have been cut as well.
    expect(
      one.complaints.filter((text) => !/ERR_|WebSocket connection|wasm|ArrayBuffer instantiation/.test(text)),
    ).toEqual([]);
  });

  it('announces answers instead of speaking them, and never both', async () => {
    const one = await handsFree('hr@acme.test');
    const { page } = one;
    const announced = () => page.locator('.va-sr[aria-live=polite]').textContent();
    await says(one, 'how much annual leave do I have left?');
    await one.answered(1);
    await one.looks('listening');
    expect(await announced()).toBe('');
    await one.button('Sound options').click();
    await page.getByLabel(/^Announce answers/).check();
    await one.looks('listening');
    await one.played();
    await says(one, 'how much sick leave do I have left?');
    await eventually(announced).toMatch(/sick leave/i);
    expect((await one.played()).firstAt).toBeNull();
    await page.getByLabel(/^Announce answers/).uncheck();
    expect(one.complaints).toEqual([]);
  });

  it('tells in words what to do when there is no microphone', async () => {
    const quiet = await openBrowser();
    try {
      const window = await openWindow(quiet, room.company.url, { permissions: [] });
      await window.signIn('marcus@acme.test');
      await window.page.locator('.va-talk').dispatchEvent('click');
      const alert = window.page.getByRole('alert');
      await alert.waitFor();
      expect(await alert.textContent()).toMatch(/not allowed|No microphone/);
      await window.button('Close').click();
      await window.ask('how much annual leave do I have left?');
    } finally {
      await quiet.close();
    }
  });
});
