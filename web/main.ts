import { createApp } from 'vue';
import AssistantApp from './components/AssistantApp.vue';
import { createAssistant } from './conversation/assistant.ts';
import './style.css';
import './voice.css';
import { GivenLogin, type TokenSource } from './transport/given-login.ts';
import { Session } from './transport/session.ts';
import { SidecarTransport } from './transport/sidecar-transport.ts';
import { connectFromSite, type SiteSettings } from './transport/site-login.ts';
import type { Transport, TransportEvents } from './transport/transport.ts';
import { browserSpeech } from './voice/browser-speech.ts';
import { createCall } from './voice/call.ts';

/**
 * `sidecar`: the page that the sidecar serves, with its own sign-in. `site`: inside the company site (Desk, portal pages),
 * where the person is signed in already; it streams from the sidecar when that can be reached and uses the site's own bus
 * otherwise. `token`: a page of another site, which knows who the person is and gives his tokens.
 */
export type PageSettings = (
  | { readonly transport: 'sidecar'; readonly passwordGrant: boolean }
  | ({ readonly transport: 'site' } & SiteSettings)
  | { readonly transport: 'token'; readonly sidecarUrl: string; readonly token: TokenSource }
) & {
  /** Where the company site is; empty where a page does not know. */
  readonly siteUrl: string;
  /** There is a page around it, which has the keyboard until the person comes here. */
  readonly aside?: boolean;
};

/** Where va_audio.js lies: with the Frappe app, or at the service. */
function audioModule(settings: PageSettings): string {
  if (settings.transport === 'site') return '/assets/dartwing_va/va_audio.js';
  return `${settings.transport === 'token' ? settings.sidecarUrl : ''}/assets/va_audio.js`;
}

function storageOf(kind: 'sessionStorage' | 'localStorage'): Storage | null {
  try {
    return window[kind];
  } catch {
    // Storage can be forbidden; then a reload asks for the login again, and nothing that was chosen is kept.
    return null;
  }
}

/** How a page reaches the service, and how a person signs in on it where it asks for a password. */
function wayIn(settings: PageSettings, storage: Storage | null) {
  if (settings.transport === 'token') {
    const login = new GivenLogin(settings.token);
    return { connect: async (events: TransportEvents) => new SidecarTransport(settings.sidecarUrl, login, events) };
  }
  const session = new Session(settings.transport === 'sidecar' ? '' : (settings.sidecarUrl ?? ''), storage);
  return {
    connect: async (events: TransportEvents): Promise<Transport | null> => {
      if (settings.transport === 'site') return connectFromSite(settings, session, events);
      return session.signedIn ? new SidecarTransport('', session, events) : null;
    },
    signIn: (user: string, password: string) => session.signIn(user, password),
  };
}

/** Puts the assistant into an element; returns what takes it out again. */
export function mount(element: Element, settings: PageSettings): () => void {
  const storage = storageOf('sessionStorage');
  const { connect, signIn } = wayIn(settings, storage);
  const assistant = createAssistant(connect, storage);
  const kept = storageOf('localStorage');
  const call = createCall({
    door: assistant.door,
    place: assistant.place,
    moduleUrl: audioModule(settings),
    onHeard: assistant.heard,
    onSignedOut: assistant.signedOut,
    storage: kept,
    speech: browserSpeech(kept),
  });
  const app = createApp(AssistantApp, {
    assistant,
    call,
    passwordGrant: settings.transport === 'sidecar' && settings.passwordGrant,
    siteUrl: settings.siteUrl,
    embedded: settings.transport !== 'sidecar',
    aside: settings.aside ?? false,
    signIn: async (user: string, password: string) => {
      await signIn?.(user, password);
      await assistant.start();
    },
  });
  // Behind a closed panel nobody listens.
  const dialog = element.closest('dialog');
  const onClose = () => {
    if (!dialog?.open) call.hangUp();
  };
  dialog?.addEventListener('close', onClose);
  app.mount(element);
  return () => {
    dialog?.removeEventListener('close', onClose);
    app.unmount();
  };
}

const island = document.getElementById('va-settings');
const page = document.getElementById('va-page');
if (island && page) mount(page, JSON.parse(island.textContent ?? '{}') as PageSettings);
