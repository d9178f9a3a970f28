import { SettingsError } from './lib/settings.ts';

/** What kept the service from starting, as a sentence that says what to do. */
export function startProblem(error: unknown): string {
  if (error instanceof SettingsError) return error.problems.join('\n');
  if (!(error instanceof Error)) return String(error);
  const { code, port, address } = error as NodeJS.ErrnoException & {
    readonly port?: number;
    readonly address?: string;
  };
  if (port === undefined) return error.message;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken. Stop what uses it, or set VA_PORT to another port.`;
    case 'EACCES':
      return `Port ${port} is not ours to open. Set VA_PORT to a port above 1023.`;
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${address ?? ''}. Correct VA_HOST.`;
    default:
      return error.message;
  }
}
