import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Ids } from '../../lib/ids.ts';
import type { Log } from '../../lib/log.ts';
import { withTrace } from '../../lib/trace.ts';
import { asVaError, isVaError, VaError } from '../../lib/va-error.ts';

/** Answers every failure in the one shape of decisions.md 2; what nobody foresaw is logged with its cause and told without it. */
export function installErrorHandling(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error: FastifyError | Error, request, reply) => {
    const failure = isVaError(error) ? error : fromFastify(error);
    withTrace({ request_id: request.id }, () => {
      if (failure.status >= 500) log.error('request failed', { code: failure.code }, failure);
      else log.info('request refused', { code: failure.code });
    });
    return reply.status(failure.status).send({ error: failure.toBody(request.id) });
  });
  app.setNotFoundHandler((request, reply) => {
    const failure = new VaError('NOT_FOUND');
    return reply.status(failure.status).send({ error: failure.toBody(request.id) });
  });
}

/** Answers what fastify refuses before any route or hook is there: addresses that it cannot read. */
export function answerUnroutable(
  log: Log,
): (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => void {
  return (error, request, reply) => {
    const failure = fromFastify(error);
    withTrace({ request_id: request.id }, () => log.info('request refused', { code: failure.code }));
    reply
      .header('X-Request-Id', request.id)
      .status(failure.status)
      .send({ error: failure.toBody(request.id) });
  };
}

/** Answers what is no HTTP request that Node could read: there is no request to reply to, only a socket. */
export function answerUnreadable(ids: Ids, log: Log): (error: ConnectionError, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const id = ids.make('req');
    const [failure, status] = fromNode(error);
    withTrace({ request_id: id }, () => log.info('request refused', { code: failure.code }));
    if (socket.writable) {
      const body = JSON.stringify({ error: failure.toBody(id) });
      const head = [
        `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
        'Connection: close',
        'Content-Type: application/json; charset=utf-8',
        `Content-Length: ${Buffer.byteLength(body)}`,
        `X-Request-Id: ${id}`,
      ];
      // Not cut off before it is written out.
      socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
    } else socket.destroy();
  };
}

/** The error and the status line: a client that was too slow is no gateway that was (504). */
function fromNode(error: ConnectionError): [VaError, number] {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return [new VaError('TIMEOUT', { cause: error }), 408];
  const code = error.code === 'HPE_HEADER_OVERFLOW' ? 'HEADERS_TOO_LARGE' : 'VALIDATION_ERROR';
  const failure = new VaError(code, { cause: error });
  return [failure, failure.status];
}

/** Fastify's own refusals (before a handler ran) in our catalogue. */
function fromFastify(error: FastifyError | Error): VaError {
  switch ('code' in error ? error.code : '') {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new VaError('INVALID_JSON', { cause: error });
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new VaError('PAYLOAD_TOO_LARGE', { cause: error });
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new VaError('URI_TOO_LONG', { cause: error });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new VaError('UNSUPPORTED_MEDIA_TYPE', { cause: error });
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
      return new VaError('VALIDATION_ERROR', { cause: error });
    default:
      return 'statusCode' in error && error.statusCode === 400
        ? new VaError('VALIDATION_ERROR', { cause: error })
        : asVaError(error);
  }
}
