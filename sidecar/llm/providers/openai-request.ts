import type {
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageFunctionToolCall,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import type { ModelRequest, ModelToolCall } from '../model.ts';
import { tidyHistory, wellFormed } from './history.ts';
import { shapeInWords } from './json-answer.ts';
import { refusals } from './refusals.ts';
import { answerSchema, argumentSchema, fitsStrict, reducedSchema } from './schema.ts';
import type { ToolNames } from './tool-names.ts';

/** What a model or a compatible server may refuse, with how it says so. */
export const openAiRefusals = () =>
  refusals({
    response_format: /response_format|json_schema|structured output|guided_json|grammar/i,
    stream_options: /stream_options|include_usage/i,
    temperature: /temperature/i,
    max_completion_tokens: /max_completion_tokens/i,
  });
export type OpenAiRefusals = ReturnType<typeof openAiRefusals>;
export type OpenAiLabel = 'openai' | 'local';

/** OpenAI's ids have at most 40 characters; Mistral's chat template, common on local servers, wants nine. */
const IDS = { openai: /^[A-Za-z0-9_-]{1,40}$/, local: /^[A-Za-z0-9]{9}$/ } as const;
const LONGEST_DESCRIPTION = 1024;

export function openAiRequest(
  request: ModelRequest,
  model: string,
  label: OpenAiLabel,
  names: ToolNames,
  refused: OpenAiRefusals,
): ChatCompletionCreateParamsStreaming {
  const { choice, output } = request;
  const most = choice?.maxOutputTokens;
  const inWords = output !== undefined && refused.has('response_format');
  const newName = label === 'openai' && !refused.has('max_completion_tokens');
  return {
    model,
    stream: true,
    messages: messagesOf(request, label, names, inWords),
    ...(refused.has('stream_options') ? {} : { stream_options: { include_usage: true } }),
    ...(request.tools.length > 0 ? { tools: toolsOf(request, label, names) } : {}),
    ...(output && !inWords ? { response_format: formatOf(output) } : {}),
    ...(choice?.temperature === undefined || refused.has('temperature') ? {} : { temperature: choice.temperature }),
    ...(most === undefined ? {} : newName ? { max_completion_tokens: most } : { max_tokens: most }),
  };
}

function messagesOf(
  request: ModelRequest,
  label: OpenAiLabel,
  names: ToolNames,
  inWords: boolean,
): ChatCompletionMessageParam[] {
  // One system message: many local chat templates accept no second one.
  const system = [...request.system, ...(inWords && request.output ? [shapeInWords(request.output)] : [])]
    .filter((part) => part.trim() !== '')
    .join('\n\n');
  const messages: ChatCompletionMessageParam[] = system === '' ? [] : [{ role: 'system', content: wellFormed(system) }];
  for (const turn of tidyHistory(request.messages, IDS[label])) {
    if (turn.role === 'assistant') {
      const calls = turn.calls.map((call) => toolCall(call, label, names));
      const said = turn.text === '' && calls.length > 0 ? null : turn.text;
      messages.push({ role: 'assistant', content: said, ...(calls.length > 0 ? { tool_calls: calls } : {}) });
    } else {
      for (const result of turn.results) {
        messages.push({ role: 'tool', tool_call_id: result.id, content: result.content });
      }
      if (turn.text !== '') messages.push({ role: 'user', content: turn.text });
    }
  }
  return messages;
}

function toolCall(call: ModelToolCall, label: OpenAiLabel, names: ToolNames): ChatCompletionMessageFunctionToolCall {
  const made: ChatCompletionMessageFunctionToolCall = {
    id: call.id,
    type: 'function',
    function: { name: names.toProvider(call.name), arguments: wellFormed(JSON.stringify(call.args)) },
  };
  // What a gateway in front of another provider gave with the call (Gemini's thought signature).
  return call.opaque?.provider === label ? Object.assign(made, { extra_content: call.opaque.data }) : made;
}

function toolsOf(
  request: ModelRequest,
  label: OpenAiLabel,
  names: ToolNames,
): ChatCompletionCreateParamsStreaming['tools'] & object {
  return request.tools.map((tool) => ({
    type: 'function' as const,
    function: {
      name: names.toProvider(tool.name),
      description: wellFormed(tool.description.slice(0, LONGEST_DESCRIPTION)),
      parameters: parametersOf(tool.parameters, label),
    },
  }));
}

/** Small servers make a grammar of the schema, and stop at a pattern that their grammar cannot say. */
function parametersOf(schema: Readonly<Record<string, unknown>>, label: OpenAiLabel): Record<string, unknown> {
  const whole = argumentSchema(schema);
  return label === 'openai' ? whole : reducedSchema(whole, (word) => word !== 'pattern' && word !== 'format');
}

function formatOf(
  output: NonNullable<ModelRequest['output']>,
): ChatCompletionCreateParamsStreaming['response_format'] & object {
  const schema = answerSchema(output.schema);
  return {
    type: 'json_schema',
    json_schema: {
      name: output.name.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 64) || 'answer',
      schema,
      strict: fitsStrict(schema),
    },
  };
}
