import type { PageSettings } from '../main.ts';
import { besideScript, scriptNonce } from './own-script.ts';

type Mount = (element: Element, settings: PageSettings) => () => void;

const LOAD_MS = 30_000;
let loading: Promise<{ readonly mount: Mount; readonly styles: CSSStyleSheet }> | null = null;

/** The assistant itself, loaded once a page and not before it is opened. @throws Error when it cannot be loaded; then asking again tries again. */
export function loadAssistant(): NonNullable<typeof loading> {
  loading ??= Promise.all([loadScript(), loadStyles()]).then(
    ([mount, styles]) => ({ mount, styles }),
    (error: unknown) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

function mountOnPage(): Mount | undefined {
  return (globalThis as { dartwingVa?: { mount?: Mount } }).dartwingVa?.mount;
}

async function loadScript(): Promise<Mount> {
  // The form of Desk that shows the assistant loads the same script.
  const there = mountOnPage();
  if (there) return there;
  const script = document.createElement('script');
  script.src = besideScript('va_page.js');
  script.nonce = scriptNonce;
  script.async = true;
  await new Promise<void>((resolve, reject) => {
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${script.src} cannot be loaded`));
    document.head.append(script);
  });
  const mount = mountOnPage();
  if (!mount) throw new Error(`${script.src} is not the script of the assistant`);
  return mount;
}

/** As a sheet of its own: the page's content policy need not allow styles, and nothing of it touches the page. */
async function loadStyles(): Promise<CSSStyleSheet> {
  const url = besideScript('va_page.css');
  const response = await fetch(url, { credentials: 'omit', signal: AbortSignal.timeout(LOAD_MS) });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return new CSSStyleSheet().replace(await response.text());
}
