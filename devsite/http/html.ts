export function escapeHtml(value: unknown): string {
  return String(value ?? '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

export interface PageParts {
  readonly title: string;
  /** Shown with a way out; null on pages without a session. */
  readonly user: string | null;
  /** Markup, already escaped. */
  readonly body: string;
  readonly csrfToken?: string;
  /** Script elements, already escaped. */
  readonly scripts?: string;
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d9dde3, #3a3f47); --soft: light-dark(#f5f6f8, #20242a); --ink: light-dark(#1c2430, #e6e9ee); --dim: light-dark(#5c6675, #9aa4b2); --go: light-dark(#1554c0, #8ab4ff); }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: light-dark(#fff, #15181d); }
header { display: flex; gap: 1rem; align-items: center; justify-content: space-between; padding: .6rem 1.2rem; border-bottom: 1px solid var(--line); background: var(--soft); }
header form { margin: 0; } main { max-width: 72rem; margin: 0 auto; padding: 1.2rem; }
h1 { font-size: 1.35rem; margin: 0 0 1rem; } h2 { font-size: 1.05rem; margin: 1.6rem 0 .5rem; }
a { color: var(--go); text-decoration: none; } a:hover, a:focus-visible { text-decoration: underline; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
th { color: var(--dim); font-weight: 600; white-space: nowrap; } td { overflow-wrap: break-word; } td:first-child { overflow-wrap: anywhere; min-width: 9rem; } pre { white-space: pre-wrap; margin: 0; font: 13px/1.45 ui-monospace, monospace; }
.cols { columns: 15rem; list-style: none; padding: 0; } .dim { color: var(--dim); }
input, select, button { font: inherit; color: inherit; padding: .4rem .6rem; border: 1px solid var(--line); border-radius: .4rem; background: light-dark(#fff, #15181d); }
button { cursor: pointer; background: var(--soft); } .main { width: 100%; background: var(--ink); color: light-dark(#fff, #15181d); border-color: var(--ink); } :focus-visible { outline: 2px solid #2490ef; outline-offset: 2px; } label { display: block; margin: .6rem 0; } label input { display: block; width: 100%; }
.card { max-width: 22rem; margin: 3rem auto; padding: 1.4rem; border: 1px solid var(--line); border-radius: .6rem; } .filters { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0 0 1rem; } .bad { color: light-dark(#b3261e, #ffb4ab); }
`;

/** A whole page; everything but `body` is escaped here. */
export function page(parts: PageParts): string {
  const bar = parts.user
    ? `<header><nav><a href="/app">All documents</a></nav><form method="post" action="/logout"><span class="dim">${escapeHtml(parts.user)}</span> <input type="hidden" name="csrf_token" value="${escapeHtml(parts.csrfToken ?? '')}"><button>Log out</button></form></header>`
    : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><title>${escapeHtml(parts.title)}</title><style>${STYLE}</style></head><body>${bar}<main>${parts.body}</main>${parts.scripts ?? ''}</body></html>`;
}
