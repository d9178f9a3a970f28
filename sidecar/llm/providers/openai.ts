import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import type { Model } from '../model.ts';
import type { ModelError } from '../model-error.ts';
import { type FailureMaker, failureMaker, type Report, sdkFailure, secretsOf } from './failure.ts';
import { dialectOf, OPENAI_ADDRESS, type OpenAiOptions } from './openai-dialect.ts';
import { openAiRefusals, openAiRequest } from './openai-request.ts';
import { openAiCounts, openAiPieces } from './openai-stream.ts';
import type { ProviderOptions } from './options.ts';
import { roundEvents } from './round.ts';
import { toolNames } from './tool-names.ts';
import { watched } from './watch.ts';

/** Chat completions of OpenAI, or of any server that speaks them (Ollama, vLLM, llama.cpp, a gateway). */
export function createOpenAiModel(options: OpenAiOptions): Model {
  const dialect = dialectOf(options);
  const id = `${dialect.label}:${options.model}`;
  const fail = failureMaker(id, secretsOf(options));
  const client = openAiClient(options);
  const refused = openAiRefusals();
  const failure = (error: unknown, said: boolean) => openAiFailure(error, said, fail, options.now ?? Date.now);
  return {
    id,
    async *stream(request, signal) {
      const names = toolNames(request.tools);
      const open = async (inner: AbortSignal) => {
        while (true) {
          try {
            const body = openAiRequest(request, options.model, dialect, names, refused);
            return await client.chat.completions.create(body, { signal: inner });
          } catch (error) {
            if (!(error instanceof APIError) || !refused.learn(report(error))) throw error;
          }
        }
      };
      const chunks = watched(open, signal, options.timeouts, openAiCounts);
      yield* roundEvents(openAiPieces(chunks, dialect, fail), { request, names, fail, failure, signal });
    },
  };
}

/** A client that tries once, logs nothing, and takes nothing from the environment. */
export function openAiClient(options: ProviderOptions): OpenAI {
  const keyless = options.apiKey === null ? { Authorization: null } : {};
  return new OpenAI({
    apiKey: options.apiKey ?? 'none',
    baseURL: options.baseUrl ?? OPENAI_ADDRESS,
    organization: null,
    project: null,
    maxRetries: 0,
    // Ours are sharper: this one only covers the way to the headers.
    timeout: options.timeouts.firstMs + options.timeouts.gapMs,
    logLevel: 'off',
    defaultHeaders: { ...keyless, ...options.headers },
  });
}

/** An error of the openai SDK in our words. */
export function openAiFailure(error: unknown, said: boolean, fail: FailureMaker, now: () => number): ModelError {
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
    codes: [error.code, error.type, error.param].filter((code): code is string => typeof code === 'string'),
    message: error.message,
    header: (name) => error.headers?.get(name) ?? null,
  };
}
