import type { PageSettings } from '../main.ts';
import type { TokenSource } from '../transport/given-login.ts';
import { loadAssistant } from './assistant-script.ts';
import { rememberOpen, wasOpen } from './open-state.ts';
import { fromSite, scriptOrigin } from './own-script.ts';
import { buildShell, type Shell, showNote } from './shell.ts';
import { DEFAULT_SHORTCUT, type Shortcut, shortcutOf } from './shortcut.ts';
import { siteSettings } from './site-page.ts';

export const TAG = 'va-assistant';
/** A phone, upright or lying; widget.css asks the same. */
const FULL_SCREEN = '(max-width: 640px), (max-height: 420px)';
/** Of these the page around hears nothing: its shortcuts and its watch over the keyboard are not meant for what is typed here. */
const KEPT_IN = ['keyup', 'keypress', 'focusin', 'copy', 'cut', 'paste'] as const;

/** The one that is shown; further ones on the page stay hidden until it goes. */
let shown: VaAssistant | null = null;

/** `<va-assistant>`: a button in a corner of any page that opens the assistant (docs/widget.md). */
export class VaAssistant extends HTMLElement {
  static readonly observedAttributes = ['server', 'site', 'theme', 'shortcut'];
  readonly #root = this.attachShadow({ mode: 'open' });
  readonly #phone = window.matchMedia(FULL_SCREEN);
  readonly #theme = new MutationObserver(() => this.#follow());
  #shell: Shell | null = null;
  #token: TokenSource | string | null = null;
  #shortcut: Shortcut | null = null;
  #unmount: (() => void) | null = null;
  #filling: symbol | null = null;

  constructor() {
    super();
    // Set before this class was known, it lies on the element and hides the accessor.
    const early = Object.getOwnPropertyDescriptor(this, 'token');
    if (early === undefined) return;
    Reflect.deleteProperty(this, 'token');
    this.token = early.value;
  }

  /** Signs the person in on a page of another site: an access token, or what gives one whenever it is needed. */
  get token(): TokenSource | string | null {
    return this.#token;
  }
  set token(source: TokenSource | string | null) {
    this.#token = source;
    this.#restart();
  }

  get isOpen(): boolean {
    return this.#shell?.panel.open ?? false;
  }

  connectedCallback(): void {
    if (shown !== null && shown !== this && shown.isConnected) {
      this.dataset['spare'] = '';
      console.warn('va-assistant: there is one on this page already; this one stays hidden.');
      return;
    }
    this.#take();
  }

  disconnectedCallback(): void {
    // Moved to another place it comes back at once.
    queueMicrotask(() => {
      if (!this.isConnected && shown === this) this.#leave();
    });
  }

  attributeChangedCallback(name: string): void {
    if (shown !== this) return;
    if (name === 'theme') this.#follow();
    else if (name === 'shortcut') this.#readShortcut();
    else this.#restart();
  }

  open(): void {
    this.#show(true);
  }

  close(): void {
    const { panel, launcher } = this.#shell ?? {};
    if (!panel?.open || !launcher) return;
    const inside = panel.contains(this.#root.activeElement) || panel.matches(':modal');
    // Visible again before the panel gives the keyboard back to it.
    delete this.dataset['open'];
    launcher.setAttribute('aria-expanded', 'false');
    panel.close();
    rememberOpen(false);
    const { activeElement } = document;
    if (inside && (activeElement === null || activeElement === document.body)) launcher.focus();
  }

  toggle(): void {
    if (this.isOpen) this.close();
    else this.open();
  }

  #take(): void {
    shown = this;
    delete this.dataset['spare'];
    this.#shell ??= this.#build();
    this.#readShortcut();
    this.#follow();
    this.#theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    document.addEventListener('keydown', this.#onPageKey);
    this.#phone.addEventListener('change', this.#onTurn);
    // Left open, it is there again; the keyboard stays with the page.
    if (wasOpen()) this.#show(false);
  }

  #leave(): void {
    shown = null;
    this.#theme.disconnect();
    document.removeEventListener('keydown', this.#onPageKey);
    this.#phone.removeEventListener('change', this.#onTurn);
    this.#empty();
    delete this.dataset['open'];
    this.#shell?.panel.close();
    for (const next of document.querySelectorAll<VaAssistant>(TAG)) {
      if (shown === null && next instanceof VaAssistant) next.#take();
    }
  }

  #build(): Shell {
    const shell = buildShell(this.#root);
    shell.launcher.addEventListener('click', () => this.open());
    shell.close.addEventListener('click', () => this.close());
    // A phone's way back asks the dialog to close.
    shell.panel.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.close();
    });
    this.#root.addEventListener('keydown', (event) => this.#onOwnKey(event as KeyboardEvent));
    for (const type of KEPT_IN) this.#root.addEventListener(type, (event) => event.stopPropagation());
    return shell;
  }

  readonly #onPageKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || !this.#shortcut?.matches(event)) return;
    event.preventDefault();
    this.toggle();
  };

  #onOwnKey(event: KeyboardEvent): void {
    event.stopPropagation();
    const leaves = event.key === 'Escape' && !event.isComposing;
    if (event.defaultPrevented || !(leaves || this.#shortcut?.matches(event))) return;
    event.preventDefault();
    if (leaves) this.close();
    else this.toggle();
  }

  /** A screen that became small or large: full screen is a dialog before all else, beside the page it is one among others. */
  readonly #onTurn = (): void => {
    const panel = this.#shell?.panel;
    if (!panel?.open) return;
    const at = this.#root.activeElement;
    panel.close();
    this.#raise(at !== null);
    if (at instanceof HTMLElement) at.focus({ preventScroll: true });
  };

  #show(takeKeyboard: boolean): void {
    const shell = this.#shell;
    if (!shell || shell.panel.open || shown !== this) return;
    this.#raise(takeKeyboard);
    if (takeKeyboard) this.#giveKeyboard(shell);
    this.dataset['open'] = '';
    shell.launcher.setAttribute('aria-expanded', 'true');
    rememberOpen(true);
    void this.#fill();
  }

  /** The assistant knows where to put it; before it is there, the panel holds it. */
  #giveKeyboard({ panel, room }: Shell): void {
    const app = room.querySelector<HTMLElement>('.va-app');
    (app ?? panel).focus({ preventScroll: true });
  }

  #raise(takeKeyboard: boolean): void {
    const panel = this.#shell?.panel;
    if (this.#phone.matches) panel?.showModal();
    else if (takeKeyboard) panel?.show();
    else panel?.setAttribute('open', '');
  }

  async #fill(): Promise<void> {
    const shell = this.#shell;
    if (!shell || this.#unmount || this.#filling) return;
    const mine = Symbol();
    this.#filling = mine;
    showNote(shell.room, 'One moment…', null);
    try {
      const [{ mount, styles }, settings] = await Promise.all([loadAssistant(), this.#settings()]);
      if (this.#filling !== mine) return;
      if (!this.#root.adoptedStyleSheets.includes(styles)) this.#root.adoptedStyleSheets.push(styles);
      shell.room.replaceChildren();
      this.#unmount = mount(shell.room, settings);
    } catch (error) {
      console.error('va-assistant:', error);
      if (this.#filling === mine)
        showNote(shell.room, 'The assistant could not be loaded. Check your connection and try again.', () => {
          void this.#fill();
          shell.panel.focus();
        });
    } finally {
      if (this.#filling === mine) this.#filling = null;
    }
  }

  #empty(): void {
    this.#filling = null;
    this.#unmount?.();
    this.#unmount = null;
  }

  /** What it stands on has changed: what is open begins anew. */
  #restart(): void {
    const started = this.#unmount !== null || this.#filling !== null;
    this.#empty();
    if (started && this.isOpen) void this.#fill();
  }

  async #settings(): Promise<PageSettings> {
    const server = this.getAttribute('server')?.replace(/\/+$/, '') || null;
    if (this.#token === null && fromSite) {
      const site = await siteSettings();
      const sidecarUrl = server ?? site.sidecarUrl;
      return { ...site, transport: 'site', sidecarUrl, siteUrl: location.origin, aside: true };
    }
    const token = this.#token;
    return {
      transport: 'token',
      sidecarUrl: new URL(server ?? scriptOrigin).href.replace(/\/$/, ''),
      token: typeof token === 'function' ? token : () => token,
      siteUrl: this.getAttribute('site')?.replace(/\/+$/, '') ?? '',
      aside: true,
    };
  }

  #follow(): void {
    const asked = this.getAttribute('theme') ?? document.documentElement.dataset['theme'] ?? '';
    if (asked === 'light' || asked === 'dark') this.dataset['scheme'] = asked;
    else delete this.dataset['scheme'];
  }

  #readShortcut(): void {
    this.#shortcut = shortcutOf(this.getAttribute('shortcut') ?? DEFAULT_SHORTCUT);
    const launcher = this.#shell?.launcher;
    if (this.#shortcut) launcher?.setAttribute('aria-keyshortcuts', this.#shortcut.text);
    else launcher?.removeAttribute('aria-keyshortcuts');
    if (launcher) launcher.title = this.#shortcut ? `Assistant (${this.#shortcut.text})` : 'Assistant';
  }
}
