import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scriptedStt } from '../fakes/voice/scripted-stt.ts';
import { humming, toneTts } from '../fakes/voice/tone-tts.ts';
import { describeInBrowser } from './browser.ts';
import { type CallRoom, openCallRoom } from './call-room.ts';
import { openCaller } from './caller.ts';
import { contrast, overflow } from './measures.ts';

/** Screenshots for whoever wants to look; ignored by git. */
const OUT = join(import.meta.dirname, 'out');
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const SCREENS = [
  { name: 'desktop-light', user: 'priya@acme.test', options: { colorScheme: 'light' as const } },
  { name: 'phone-dark', user: 'li@acme.test', options: { ...PHONE, colorScheme: 'dark' as const } },
  ...(process.env['VA_ALL_LOOKS']
    ? [
        { name: 'desktop-dark', user: 'dana@acme.test', options: { colorScheme: 'dark' as const } },
        { name: 'phone-light', user: 'sales@acme.test', options: { ...PHONE, colorScheme: 'light' as const } },
      ]
    : []),
];

describeInBrowser('the looks of a call', () => {
  const stt = scriptedStt();
  const tts = toneTts(3000);
  let room: CallRoom;

  beforeAll(async () => {
    mkdirSync(OUT, { recursive: true });
    room = await openCallRoom({ stt, tts, defaultVoice: 'hum' });
  });
  afterAll(() => room?.close());

  it.each(SCREENS)('are readable in every state: $name', async ({ name, user, options }) => {
    const caller = await openCaller(room.browser, room.proxy.url, user, options);
    const { page } = caller;
    const isPhone = 'isMobile' in options;
    let shots = 0;
    async function look(state: string): Promise<void> {
      shots += 1;
      await page.screenshot({ path: join(OUT, `voice-${name}-${String(shots).padStart(2, '0')}-${state}.png`) });
      const worst = await contrast(page);
      expect(worst.ratio, `${state}: ${worst.text}`).toBeGreaterThan(4.5);
      expect(await overflow(page), state).toBe(0);
    }
    await look('before');
    await page.locator('.va-talk').dispatchEvent('click');
    await caller.looks('listening');
    await look('listening');
    await caller.says(humming(16_000, 300));
    // Thinking aloud: nothing that is looked at meanwhile makes a turn of it.
    stt.interim('book um');
    await caller.looks('hearing');
    await look('hearing');
    stt.say('book next Tuesday off');
    await caller.looks('speaking');
    await caller.card.waitFor();
    await look('speaking');
    const cough = caller.says(humming(16_000, 120));
    await cough;
    await caller.looks('speaking');
    await caller.button('Stop speaking').click();
    await caller.looks('listening');
    await look('cut');
    await caller.button('Mute').click();
    await caller.looks('muted');
    await look('muted');
    await caller.button('Sound options').click();
    await look('options');
    await caller.button('Sound options').click();
    await caller.button('Unmute').click();
    if (isPhone) {
      await caller.button('Show the conversation').click();
      await look('conversation');
      // What a thumb needs is large enough.
      const small = await page.evaluate<string[]>(
        `[...document.querySelectorAll('.va-main button')].filter((one) => one.checkVisibility() && one.offsetHeight < 40).map((one) => one.ariaLabel ?? one.textContent)`,
      );
      expect(small).toEqual([]);
      await caller.button('Show the call').click();
    }
    room.proxy.cut();
    await caller.looks('reconnecting');
    await look('reconnecting');
    room.proxy.mend();
    await caller.looks('listening');
    await caller.button('Hands-free').click();
    await caller.looks('ready');
    await look('hold');
    await caller.button('Hang up').click();
    await caller.panel.waitFor({ state: 'hidden' });
    await caller.close();
  });
});
