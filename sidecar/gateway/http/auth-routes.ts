import { createHash } from 'node:crypto';
import {
  consentRequest,
  consentsResponse,
  meResponse,
  refreshRequest,
  revokeRequest,
  revokeResponse,
  tokenRequest,
  tokenResponse,
} from '@dartwing-va/contract/rest.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayDeps } from '../deps.ts';
import { countHit } from './rate-limit.ts';
import { employeeRoute, openRoute } from './route.ts';

/** Sign-in, refresh, revoke (11.2), who am I, and the consents of decisions.md 17. */
export function authRoutes(app: FastifyInstance, deps: GatewayDeps): void {
  openRoute(app, {
    method: 'POST',
    path: '/auth/token',
    summary: 'Get an access token',
    tag: 'Authentication',
    category: 'auth',
    body: tokenRequest,
    response: tokenResponse,
    async handle({ body, request, reply }) {
      // Per account and address (decisions.md 15): guessing one account from many addresses is Frappe's own lock-out.
      await countSignIn(
        deps,
        request,
        reply,
        body.grant_type === 'password'
          ? body.username.toLowerCase()
          : body.grant_type === 'api_key'
            ? body.api_key
            : body.refresh_token,
      );
      if (body.grant_type === 'password') return deps.signIn.password(body.username, body.password, request.ip);
      if (body.grant_type === 'api_key') return deps.signIn.apiKey(body.api_key, body.api_secret);
      return deps.signIn.refresh(body.refresh_token);
    },
  });

  openRoute(app, {
    method: 'POST',
    path: '/auth/token/refresh',
    summary: 'Swap a refresh token for new tokens',
    tag: 'Authentication',
    category: 'auth',
    body: refreshRequest,
    response: tokenResponse,
    async handle({ body, request, reply }) {
      await countSignIn(deps, request, reply, body.refresh_token);
      return deps.signIn.refresh(body.refresh_token);
    },
  });

  openRoute(app, {
    method: 'POST',
    path: '/auth/token/revoke',
    summary: 'End a sign-in',
    tag: 'Authentication',
    category: 'auth',
    body: revokeRequest,
    response: revokeResponse,
    async handle({ body, request, reply }) {
      await countSignIn(deps, request, reply, body.token);
      await deps.signIn.revoke(body.token, body.token_type_hint);
      return { revoked: true };
    },
  });

  employeeRoute(app, deps, {
    method: 'GET',
    path: '/me',
    summary: 'Who am I to the assistant',
    tag: 'Authentication',
    category: 'default',
    response: meResponse,
    async handle({ person }) {
      return {
        user: person.user,
        full_name: person.fullName,
        employee_id: person.employee.id,
        company: person.company.name,
        time_zone: person.timeZone,
        assistant_name: person.instance.vaName,
        agents: [...deps.agentsOf(person)],
        consents_required: deps.consents.required(person).map((item) => ({ ...item })),
      };
    },
  });

  employeeRoute(app, deps, {
    method: 'GET',
    path: '/consents',
    summary: 'What I agreed to, and what is still asked',
    tag: 'Consents',
    category: 'default',
    response: consentsResponse,
    async handle({ person }) {
      return renderConsents(deps, person);
    },
  });

  employeeRoute(app, deps, {
    method: 'POST',
    path: '/consents',
    summary: 'Agree or withdraw',
    tag: 'Consents',
    category: 'default',
    body: consentRequest,
    response: consentsResponse,
    async handle({ person, body, request }) {
      await deps.consents.record(person, body.consents, {
        ip: request.ip,
        userAgent: request.headers['user-agent'] ?? null,
      });
      return renderConsents(deps, await deps.people.person(person.user));
    },
  });
}

function renderConsents(deps: GatewayDeps, person: Parameters<GatewayDeps['consents']['required']>[0]) {
  return {
    consents: deps.consents.current(person).map((item) => ({ ...item })),
    required: deps.consents.required(person).map((item) => ({ ...item })),
  };
}

/** The account goes into the counter's key only as a hash: keys can be seen by operators. */
function countSignIn(deps: GatewayDeps, request: FastifyRequest, reply: FastifyReply, account: string): Promise<void> {
  const subject = createHash('sha256').update(`${request.ip}\n${account}`).digest('hex').slice(0, 32);
  return countHit(deps, reply, 'auth', subject);
}
