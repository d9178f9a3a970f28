const SOURCES: Readonly<Record<string, readonly string[]>> = {
  'default-src': ["'none'"],
  'style-src': ["'unsafe-inline'"],
  'script-src': ["'self'"],
  'connect-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'form-action': ["'self'"],
  'frame-ancestors': ["'self'"],
  'base-uri': ["'none'"],
};

/** The content policy of the site's own pages, with the sources that scripts on them need. */
export function pagePolicy(more: readonly Readonly<Record<string, readonly string[]>>[] = []): string {
  return Object.entries(SOURCES)
    .map(([directive, sources]) => [directive, ...sources, ...more.flatMap((one) => one[directive] ?? [])].join(' '))
    .join('; ');
}
