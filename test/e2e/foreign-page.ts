import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page of somebody else on an origin of its own. */
export interface ForeignPage {
  readonly origin: string;
  /** What the next visitor gets. */
  html: string;
  /** Content policy that it is sent with; empty: none. */
  policy: string;
  /** What `GET /token` answers: the page's own back end gives its people tokens. */
  token: () => Promise<string>;
  close(): Promise<void>;
}

export async function openForeignPage(): Promise<ForeignPage> {
  const server = createServer(async (request, response) => {
    if (request.url === '/token') {
      response.end(await page.token());
      return;
    }
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (page.policy) response.setHeader('content-security-policy', page.policy);
    response.end(
      `<!doctype html><html lang="en"><head><title>Elsewhere</title><link rel="icon" href="data:,"></head>${page.html}</html>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page: ForeignPage = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    html: '',
    policy: '',
    token: async () => '',
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return page;
}
