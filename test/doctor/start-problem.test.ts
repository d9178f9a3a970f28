import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { portProblem } from '../../devsite/settings.ts';
import { SettingsError } from '../../sidecar/lib/settings.ts';
import { startProblem } from '../../sidecar/start-problem.ts';

/** The error of a second server on the port of a first one. */
async function taken(): Promise<Error & { readonly port: number }> {
  const first = createServer();
  await new Promise<void>((resolve) => first.listen(0, '127.0.0.1', resolve));
  const second = createServer();
  const error = await new Promise<Error>((resolve) => {
    second.once('error', resolve).listen((first.address() as AddressInfo).port, '127.0.0.1');
  });
  await new Promise((resolve) => first.close(resolve));
  return error as Error & { readonly port: number };
}

it('a port that is taken names the setting that changes it', async () => {
  const error = await taken();
  const { port } = error;
  expect(startProblem(error)).toBe(`Port ${port} is taken. Stop what uses it, or set VA_PORT to another port.`);
  expect(portProblem(error, { webPort: port, socketioPort: 9000 })).toContain('set SITE_PORT to');
  expect(portProblem(error, { webPort: 8000, socketioPort: port })).toContain('set SITE_SOCKETIO_PORT to');
});

it('any other problem keeps its own words', () => {
  expect(startProblem(new SettingsError(['Set VA_SITE_URL: where.', 'Set VA_SITE_NAME: what.']))).toBe(
    'Set VA_SITE_URL: where.\nSet VA_SITE_NAME: what.',
  );
  expect(startProblem(new Error('The time zone could not be read.'))).toBe('The time zone could not be read.');
  expect(portProblem(new Error('no'), { webPort: 8000, socketioPort: 9000 })).toBeNull();
});
