import { createApp } from 'vue';
import AssistantApp from './components/AssistantApp.vue';
import { createAssistant } from './conversation/assistant.ts';
import './style.css';
import './voice.css';
import { Session } from './transport/session.ts';
import { SidecarTransport } from './transport/sidecar-transport.ts';
import { connectFromSite, type SiteSettings } from './transport/site-login.ts';
import { createCall } from './voice/call.ts';

/**
 * `sidecar`: the page that the sidecar serves, with its own sign-in. `site`: inside the company site (Desk, the portal page `/va`), where the
 * person is signed in already; it streams from the sidecar when that can be reached and uses the site's own bus otherwise.
 */
export type PageSettings = (
  | { readonly transport: 'sidecar'; readonly passwordGrant: boolean }
  | ({ readonly transport: 'site' } & SiteSettings)
) & { readonly siteUrl: string };

/** Where va_audio.js lies beside this script. */
const AUDIO_MODULE = { sidecar: '/assets/va_audio.js', site: '/assets/dartwing_va/va_audio.js' } as const;

function storageOf(kind: 'sessionStorage' | 'localStorage'): Storage | null {
  try {
    return window[kind];
  } catch {
    // Storage can be forbidden; then a reload asks for the login again, and nothing that was chosen is kept.
    return null;
  }
}

/** Puts the assistant into an element; returns what takes it out again. */
export function mount(element: Element, settings: PageSettings): () => void {
  const storage = storageOf('sessionStorage');
  const session = new Session(settings.transport === 'sidecar' ? '' : (settings.sidecarUrl ?? ''), storage);
  const assistant = createAssistant(async (events) => {
    if (settings.transport === 'site') return connectFromSite(settings, session, events);
    return session.signedIn ? new SidecarTransport('', session, events) : null;
  }, storage);
  const call = createCall({
    door: assistant.door,
    place: assistant.place,
    moduleUrl: AUDIO_MODULE[settings.transport],
    onHeard: assistant.heard,
    onSignedOut: assistant.signedOut,
    storage: storageOf('localStorage'),
  });
  const app = createApp(AssistantApp, {
    assistant,
    call,
    passwordGrant: settings.transport === 'sidecar' && settings.passwordGrant,
    siteUrl: settings.siteUrl,
    embedded: settings.transport === 'site',
    signIn: async (user: string, password: string) => {
      await session.signIn(user, password);
      await assistant.start();
    },
  });
  app.mount(element);
  return () => app.unmount();
}

const island = document.getElementById('va-settings');
const page = document.getElementById('va-page');
if (island && page) mount(page, JSON.parse(island.textContent ?? '{}') as PageSettings);
