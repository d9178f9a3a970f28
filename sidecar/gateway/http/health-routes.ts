import type { FastifyInstance } from 'fastify';
import { orAborted } from '../../lib/async.ts';
import type { GatewayDeps, HealthPart } from '../deps.ts';

const CHECK_TIMEOUT_MS = 3000;

/** `/health/live`: the process answers. `/health/ready`: turns can be answered; says which part is down. `/metrics`: Prometheus text. */
export function healthRoutes(app: FastifyInstance, deps: GatewayDeps): void {
  app.get('/health/live', { schema: { hide: true } }, async () => ({ status: 'ok', version: deps.settings.version }));

  app.get('/health/ready', { schema: { hide: true } }, async (_request, reply) => {
    const parts = await Promise.all(
      deps.health.map((part) =>
        probe(part, (error) => deps.log.warn('health check failed', { part: part.name }, error)),
      ),
    );
    const ready = parts.every((part) => part.status === 'up' || !part.required);
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', parts });
  });

  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type(deps.metrics.contentType).send(await deps.metrics.text()),
  );
}

async function probe(
  part: HealthPart,
  report: (error: unknown) => void,
): Promise<{ name: string; status: 'up' | 'down'; required: boolean }> {
  try {
    // A part that hangs is down, whether it listens to the signal or not.
    const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
    await orAborted(part.check(signal), signal);
    return { name: part.name, status: 'up', required: part.required };
  } catch (error) {
    report(error);
    return { name: part.name, status: 'down', required: part.required };
  }
}
