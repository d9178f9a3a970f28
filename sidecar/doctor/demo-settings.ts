import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const handedOver = z.looseObject({
  url: z.string(),
  site_name: z.string(),
  socketio_url: z.string(),
  api_key: z.string(),
  api_secret: z.string(),
});
type Env = Readonly<Record<string, string | undefined>>;

/**
 * Beside a demo nobody has set anything: the embedded site has left its address and key in `sidecar.json` of the data
 * folder. What is set in the environment wins; with VA_SITE_URL set the file is not looked at.
 * @throws Error when the file is there and is not what the site writes.
 */
export function withDemoSettings(env: Env): { readonly env: Env; readonly from: string | null } {
  const path = join(env['VA_DATA_DIR'] || '.data', 'sidecar.json');
  if (env['VA_SITE_URL'] || !existsSync(path)) return { env, from: null };
  const { url, site_name, socketio_url, api_key, api_secret } = read(path);
  const given = {
    VA_SITE_URL: url,
    VA_SITE_NAME: site_name,
    VA_SITE_SOCKETIO_URL: socketio_url,
    VA_SITE_API_KEY: api_key,
    VA_SITE_API_SECRET: api_secret,
  };
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  return { env: { ...given, ...set }, from: path };
}

function read(path: string): z.infer<typeof handedOver> {
  try {
    return handedOver.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Error(`${path} is not what the embedded site writes. Set VA_SITE_URL, or start the demo again.`, {
      cause: error,
    });
  }
}
