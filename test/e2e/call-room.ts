import type { Browser } from 'playwright-core';
import type { Speech } from '../../sidecar/voice/speech.ts';
import { type CuttingProxy, cuttingProxy } from '../fakes/cutting-proxy.ts';
import { type Company, openCompany } from '../flow/company.ts';
import { openBrowser } from './browser.ts';
import { WITH_MICROPHONE } from './caller.ts';

/** A company that can be called, a browser with a microphone, and a line between them that a test can cut. */
export interface CallRoom {
  readonly company: Company;
  readonly browser: Browser;
  readonly proxy: CuttingProxy;
  close(): Promise<void>;
}

/** Who calls here hums, which a trained ear takes for no voice once it is loaded: loudness and pitch judge. */
export async function openCallRoom(speech: Speech): Promise<CallRoom> {
  const proxy = await cuttingProxy();
  const [company, browser] = await Promise.all([
    openCompany({
      speech,
      env: {
        VA_LIMIT_VOICE: '1000',
        VA_VOICE_MINUTES_PER_USER: '100000',
        VA_VOICE_VAD: 'energy',
        VA_ALLOWED_ORIGINS: proxy.url,
      },
    }),
    openBrowser(WITH_MICROPHONE),
  ]);
  proxy.to(company.url);
  return {
    company,
    browser,
    proxy,
    async close() {
      await browser.close();
      await proxy.close();
      await company.close();
    },
  };
}
