import type { Field } from './meta.ts';

const ALLOWED = new Set(
  'a abbr address article aside audio b bdi bdo blockquote br button caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd label li main mark nav ol p pre q s samp section small source span strike strong sub summary sup table tbody td tfoot th thead time tr track tt u ul var video wbr'.split(
    ' ',
  ),
);
/** Longer texts are escaped as a whole instead of taken apart. */
const LONGEST = 1_000_000;
const REMOVED_WITH_CONTENT = /<(script|style|iframe|object|embed|noscript)\b[^>]*>[\s\S]*?(<\/\1\s*>|$)/gi;
const TAG = /<(\/?)([a-zA-Z][a-zA-Z0-9-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>/g;
const ATTRIBUTE = /([a-zA-Z_:][\w:.-]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+))?/g;
const SAFE_ATTRIBUTE =
  /^(class|style|id|href|src|alt|title|width|height|colspan|rowspan|align|valign|target|rel|name|value|type|lang|dir|start|checked|data-[\w-]+|aria-[\w-]+)$/i;

/** Known schemes and relative addresses; anything encoded before the first colon falls out. */
const SAFE_ADDRESS =
  /^(https?:|mailto:|tel:|cid:|data:image\/(png|jpe?g|gif|webp);|[/#?.]|[\w-]+(\.[\w-]+)*([/?#]|$))/i;

function cleanAttributes(raw: string): string {
  let kept = '';
  for (const [, name = '', quoted] of raw.matchAll(ATTRIBUTE)) {
    if (!SAFE_ATTRIBUTE.test(name)) continue;
    const value = (quoted ?? '').replace(/^["']|["']$/g, '');
    if (/^(href|src)$/i.test(name) && !SAFE_ADDRESS.test(value.trim())) continue;
    if (/^style$/i.test(name) && /expression|javascript:|url\(/i.test(value)) continue;
    kept += ` ${name}="${value.replaceAll('"', '&quot;')}"`;
  }
  return kept;
}

/** Markup as Frappe's sanitiser leaves it: scripts gone, unknown tags escaped, harmless attributes kept. */
export function sanitizeHtml(html: string): string {
  if (!html.includes('<')) return html;
  if (html.length > LONGEST) return html.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  TAG.lastIndex = 0;
  if (!TAG.test(html)) return html;
  return html
    .replace(REMOVED_WITH_CONTENT, '')
    .replace(/<!--[\s\S]*?(-->|$)/g, '')
    .replace(TAG, (whole, slash: string, name: string, attributes: string) => {
      if (!ALLOWED.has(name.toLowerCase())) return whole.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      return slash ? `</${name}>` : `<${name}${cleanAttributes(attributes)}>`;
    });
}

const NEVER = new Set(['Attach', 'Attach Image', 'Barcode', 'Code', 'JSON', 'Password']);

function looksLikeJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The value a field stores after sanitising; exempt kinds come back as they are. */
export function sanitizeField(field: Field, value: string): string {
  if (!value.includes('<') || field.ignoreXss || NEVER.has(field.fieldtype)) return value;
  if (
    field.options === 'Email' &&
    (field.fieldtype === 'Data' || field.fieldtype === 'Small Text' || field.fieldtype === 'Text')
  )
    return value;
  return looksLikeJson(value) ? value : sanitizeHtml(value);
}
