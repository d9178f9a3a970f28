const KEY = 'dartwing-va.widget';

/** Whether the person left it open in this tab. */
export function wasOpen(): boolean {
  try {
    return sessionStorage.getItem(KEY) === 'open';
  } catch {
    return false;
  }
}

export function rememberOpen(open: boolean): void {
  try {
    sessionStorage.setItem(KEY, open ? 'open' : 'closed');
  } catch {
    // Storage can be forbidden; then every page starts closed.
  }
}
