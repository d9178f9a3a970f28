import type { FastifyError, FastifyInstance } from 'fastify';
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

/** Fastify's own refusals (before a handler ran) in our catalogue. */
function fromFastify(error: FastifyError | Error): VaError {
  switch ('code' in error ? error.code : '') {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new VaError('INVALID_JSON', { cause: error });
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new VaError('PAYLOAD_TOO_LARGE', { cause: error });
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
