import Anthropic, { APIConnectionError, APIConnectionTimeoutError, APIError } from '@anthropic-ai/sdk';
import type { Model } from '../model.ts';
import type { ModelError } from '../model-error.ts';
import { answerTool, anthropicRefusals, anthropicRequest } from './anthropic-request.ts';
import { anthropicCounts, anthropicPieces } from './anthropic-stream.ts';
import { type FailureMaker, failureMaker, type Report, sdkFailure, secretsOf } from './failure.ts';
import type { ProviderOptions } from './options.ts';
import { roundEvents } from './round.ts';
import { toolNames } from './tool-names.ts';
import { watched } from './watch.ts';

const ADDRESS = 'https://api.anthropic.com';

/** Messages of Anthropic, or of any server that speaks them. */
export function createAnthropicModel(options: ProviderOptions): Model {
  const id = `anthropic:${options.model}`;
  const fail = failureMaker(id, secretsOf(options));
  const refused = anthropicRefusals();
  const client = new Anthropic({
    apiKey: options.apiKey,
    authToken: null,
    baseURL: options.baseUrl ?? ADDRESS,
    maxRetries: 0,
    // Ours are sharper: this one only covers the way to the headers.
    timeout: options.timeouts.firstMs + options.timeouts.gapMs,
    logLevel: 'off',
    defaultHeaders: { ...(options.apiKey === null ? { Authorization: null } : {}), ...options.headers },
  });
  return {
    id,
    async *stream(request, signal) {
      const names = toolNames(request.tools);
      const open = async (inner: AbortSignal) => {
        while (true) {
          try {
            return await client.messages.create(anthropicRequest(request, options.model, names, refused), {
              signal: inner,
            });
          } catch (error) {
            if (!(error instanceof APIError) || !refused.learn(report(error))) throw error;
          }
        }
      };
      const events = watched(open, signal, options.timeouts, anthropicCounts);
      const pieces = anthropicPieces(events, options.model, answerTool(request, names), fail);
      const failure = (error: unknown, said: boolean) => anthropicFailure(error, said, fail, options.now ?? Date.now);
      yield* roundEvents(pieces, { request, names, fail, failure, signal });
    },
  };
}

function anthropicFailure(error: unknown, said: boolean, fail: FailureMaker, now: () => number): ModelError {
  const is = {
    timeout: error instanceof APIConnectionTimeoutError,
    connection: error instanceof APIConnectionError,
    told: error instanceof APIError ? report(error) : null,
  };
  return sdkFailure(error, is, said, fail, now);
}

function report(error: APIError): Report {
  return {
    status: error.status ?? null,
    codes: [error.type, error.errorCode].filter((code): code is string & typeof code => typeof code === 'string'),
    message: error.apiMessage ?? error.message,
    header: (name) => error.headers?.get(name) ?? null,
  };
}
