import fastifyCors from '@fastify/cors';
import fastifyHelmet from '@fastify/helmet';
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { withTrace } from '../../lib/trace.ts';
import { VaError } from '../../lib/va-error.ts';
import { originAllowed } from '../auth/origins.ts';
import type { GatewayDeps } from '../deps.ts';
import { actionRoutes } from './action-routes.ts';
import { authRoutes } from './auth-routes.ts';
import { conversationRoutes } from './conversation-routes.ts';
import { answerUnreadable, answerUnroutable, installErrorHandling } from './errors.ts';
import { healthRoutes } from './health-routes.ts';
import { schemasAsJson } from './openapi.ts';
import { pageRoutes } from './page-routes.ts';
import { isPublicFile } from './public-files.ts';
import { vadRoutes } from './vad-routes.ts';
import { voiceRoutes } from './voice-routes.ts';

/** Bytes of a request body: the longest message in UTF-8 and room for the rest. */
const BODY_LIMIT = 64 * 1024;

/**
 * Zod validates (route.ts); the schemas on the routes are for the OpenAPI document alone. Given here, fastify's own compilers,
 * for which alone its types are made, are not even loaded.
 */
const ZOD_ALONE = {
  compilersFactory: {
    buildValidator: () => () => () => true,
    buildSerializer: () => () => (data: unknown) => JSON.stringify(data),
  },
} as unknown as NonNullable<FastifyServerOptions['schemaController']>;

/** The HTTP surface, not yet listening. */
export async function createHttpServer(deps: GatewayDeps): Promise<FastifyInstance> {
  const app = Fastify({
    // The log lines are our own: no URL parameters and no address in them.
    logger: false,
    bodyLimit: BODY_LIMIT,
    trustProxy: deps.settings.trustProxy,
    // Refused below in our own form, to those who still have a connection when the service stops.
    return503OnClosing: false,
    genReqId: () => deps.ids.make('req'),
    requestIdHeader: false,
    routerOptions: { maxParamLength: 160 },
    frameworkErrors: answerUnroutable(deps.log),
    clientErrorHandler: answerUnreadable(deps.ids, deps.log),
    schemaController: ZOD_ALONE,
  });
  // JSON alone: fastify would take plain text for a body too.
  app.removeContentTypeParser('text/plain');
  installErrorHandling(app, deps.log);

  let stopping = false;
  app.addHook('preClose', async () => {
    stopping = true;
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('X-Request-Id', request.id);
    if (stopping) throw new VaError('SERVICE_UNAVAILABLE');
    if (!isPublicFile(request) && !originAllowed(request.headers.origin, deps.settings))
      throw new VaError('ORIGIN_NOT_ALLOWED');
  });
  app.addHook('onResponse', async (request, reply) => {
    withTrace({ request_id: request.id }, () =>
      deps.log.info('request', {
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      }),
    );
  });

  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        connectSrc: ["'self'", ...new Set([new URL(deps.settings.siteUrl).origin, ...deps.settings.allowedOrigins])],
        imgSrc: ["'self'", 'data:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        // The page's own ear runs a small model in WebAssembly.
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'self'", ...deps.settings.allowedOrigins],
      },
    },
    // TLS ends at the proxy in front; it decides about HSTS.
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
  });
  await app.register(fastifyCors, {
    origin: (origin, done) => done(null, originAllowed(origin, deps.settings)),
    methods: ['GET', 'POST'],
    allowedHeaders: ['Authorization', 'Content-Type', 'X-API-Key'],
    exposedHeaders: ['X-Request-Id', 'X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset', 'Retry-After'],
    maxAge: 600,
  });
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Dartwing VA',
        version: deps.settings.version,
        description: 'Talk to the assistant, confirm what it proposes, undo what it did.',
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          apiKey: {
            type: 'apiKey',
            in: 'header',
            name: 'X-API-Key',
            description: 'Your Frappe API key and secret as key:secret',
          },
        },
      },
    },
    transform: schemasAsJson,
  });
  await app.register(fastifySwaggerUi, { routePrefix: '/docs', staticCSP: true });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());

  healthRoutes(app, deps);
  await pageRoutes(app, deps);
  vadRoutes(app);
  await app.register(
    async (api) => {
      authRoutes(api, deps);
      conversationRoutes(api, deps);
      actionRoutes(api, deps);
      voiceRoutes(api, deps);
    },
    { prefix: '/api/v1' },
  );
  // The document writes the authentication paths without a version too (conflicts.md C217).
  await app.register(async (api) => authAliases(api, deps));
  return app;
}

function authAliases(app: FastifyInstance, deps: GatewayDeps): void {
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: true };
  });
  authRoutes(app, deps);
}
