const own = ownScript();

/** The tag that loaded this script. */
function ownScript(): HTMLScriptElement | null {
  const { currentScript } = document;
  if (currentScript instanceof HTMLScriptElement) return currentScript;
  // A module, or evaluated by a loader: the tag is found by its name.
  return document.querySelector<HTMLScriptElement>('script[src*="va_widget.js"]');
}

/** Where this script came from; the page's own address when it cannot be told. */
const address = new URL(own?.src || location.href, location.href);

/** Script and styles of the assistant lie beside this script and are of the same release. */
export function besideScript(file: string): string {
  const url = new URL(file, address);
  url.search = address.search;
  return url.href;
}

/** Origin of the service that this script came from. */
export const scriptOrigin = address.origin;

/** The script came with the Frappe app: the page belongs to the company site. */
export const fromSite = address.origin === location.origin && address.pathname.startsWith('/assets/dartwing_va/');

/** A content policy that lets scripts in by nonce has to let in the ones that this script loads. */
export const scriptNonce = own?.nonce ?? '';
