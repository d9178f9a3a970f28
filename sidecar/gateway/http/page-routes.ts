import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { GatewayDeps } from '../deps.ts';
import { forEveryPage, PUBLIC_FILES } from './public-files.ts';

/** The chat page at `/`, and its script and style and the widget's under `/assets/`. The page itself holds no data: it asks the API. */
export async function pageRoutes(app: FastifyInstance, deps: GatewayDeps): Promise<void> {
  await app.register(fastifyStatic, {
    root: deps.settings.assetsDir,
    prefix: PUBLIC_FILES.assets,
    index: false,
    list: false,
    maxAge: '1h',
    immutable: false,
    setHeaders: forEveryPage,
  });
  const html = page({ siteUrl: deps.settings.siteUrl, passwordGrant: deps.settings.passwordGrant });
  app.get('/', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(html),
  );
}

/** Settings go in as a JSON island: escaped so that no value can end the element. */
function page(settings: { readonly siteUrl: string; readonly passwordGrant: boolean }): string {
  const island = JSON.stringify({ transport: 'sidecar', ...settings }).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>Assistant</title>
<link rel="icon" href="/assets/va_icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/va_page.css">
</head>
<body>
<div id="va-page"></div>
<script type="application/json" id="va-settings">${island}</script>
<script type="module" src="/assets/va_page.js"></script>
<noscript>The assistant needs JavaScript.</noscript>
</body>
</html>
`;
}
