import { errorResponse } from '@dartwing-va/contract/rest.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { withTrace } from '../../lib/trace.ts';
import { VaError } from '../../lib/va-error.ts';
import { authenticate, type Caller } from '../auth/bearer.ts';
import type { GatewayDeps, RateCategory } from '../deps.ts';
import { countCompanyHit, countHit } from './rate-limit.ts';

export interface RouteInput<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

interface RouteBase<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> {
  readonly method: 'GET' | 'POST';
  /** Path under `/api/v1`, with fastify's `:name` parameters. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly category: RateCategory;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly response: R;
}

const nothing = z.object({});
type Nothing = typeof nothing;

/** A route for signed-in employees: authenticates, counts against the user's limit, validates, then handles. */
export function employeeRoute<
  R extends z.ZodType,
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
>(
  app: FastifyInstance,
  deps: GatewayDeps,
  route: RouteBase<P, Q, B, R> & {
    readonly handle: (input: RouteInput<z.output<P>, z.output<Q>, z.output<B>> & Caller) => Promise<z.input<R>>;
  },
): void {
  register(app, route, true, async (request, reply) => {
    const caller = await authenticate(deps, request);
    await countHit(deps, reply, route.category, caller.identity.user);
    await countCompanyHit(deps, reply, caller.person.company.name);
    return route.handle({ ...validated(route, request), request, reply, ...caller });
  });
}

/** A route before sign-in: the handler counts hits itself, because only it knows the account. */
export function openRoute<
  R extends z.ZodType,
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
>(
  app: FastifyInstance,
  route: RouteBase<P, Q, B, R> & {
    readonly handle: (input: RouteInput<z.output<P>, z.output<Q>, z.output<B>>) => Promise<z.input<R>>;
  },
): void {
  register(app, route, false, async (request, reply) => route.handle({ ...validated(route, request), request, reply }));
}

function validated<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  route: { readonly params?: P; readonly query?: Q; readonly body?: B },
  request: FastifyRequest,
): { params: z.output<P>; query: z.output<Q>; body: z.output<B> } {
  return {
    params: parse(route.params ?? nothing, request.params, 'path') as z.output<P>,
    query: parse(route.query ?? nothing, request.query, 'query') as z.output<Q>,
    // A missing body is an empty one, so that routes whose fields are all optional can be called bare.
    body: parse(route.body ?? nothing, request.body ?? {}, 'body') as z.output<B>,
  };
}

function parse(schema: z.ZodType, value: unknown, where: string): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const details = result.error.issues
    .slice(0, 20)
    .map((issue) => ({ field: [where, ...issue.path].join('.'), message: issue.message }));
  throw new VaError('VALIDATION_ERROR', {
    message: `${details[0]?.field ?? where}: ${details[0]?.message ?? 'not valid'}`,
    details,
  });
}

function register(
  app: FastifyInstance,
  route: RouteBase<z.ZodType, z.ZodType, z.ZodType, z.ZodType>,
  signedIn: boolean,
  handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
): void {
  app.route({
    method: route.method,
    url: route.path,
    schema: {
      summary: route.summary,
      tags: [route.tag],
      ...(signedIn ? { security: [{ bearer: [] }, { apiKey: [] }] } : { security: [] }),
      ...(route.params ? { params: route.params } : {}),
      ...(route.query ? { querystring: route.query } : {}),
      ...(route.body ? { body: route.body } : {}),
      response: { 200: route.response, '4xx': errorResponse, '5xx': errorResponse },
    },
    handler: (request, reply) => withTrace({ request_id: request.id }, () => handler(request, reply)),
  });
}
