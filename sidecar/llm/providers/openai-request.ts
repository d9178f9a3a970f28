import type {
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageFunctionToolCall,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import type { ModelRequest, ModelToolCall } from '../model.ts';
import { tidyHistory, wellFormed } from './history.ts';
import { shapeInWords } from './json-answer.ts';
import type { OpenAiDialect } from './openai-dialect.ts';
import { refusals } from './refusals.ts';
import { answerSchema, argumentSchema, fitsStrict, reducedSchema } from './schema.ts';
import type { ToolNames } from './tool-names.ts';

/** What a model or a compatible server may refuse, with how it says so. */
export const openAiRefusals = () =>
  refusals({
    response_format: /response_format|json_schema|structured output|guided_json|grammar/i,
    stream_options: /stream_options|include_usage/i,
    temperature: /temperature/i,
    limit: /max_(?:completion_)?tokens/i,
  });
export type OpenAiRefusals = ReturnType<typeof openAiRefusals>;

const IDS = /^[A-Za-z0-9_-]{1,40}$/;
/** Mistral's chat template, common on servers of one's own, takes no others. */
const NARROW_IDS = /^[A-Za-z0-9]{9}$/;
const LONGEST_DESCRIPTION = 1024;

export function openAiRequest(
  request: ModelRequest,
  model: string,
  dialect: OpenAiDialect,
  names: ToolNames,
  refused: OpenAiRefusals,
): ChatCompletionCreateParamsStreaming {
  const { choice, output } = request;
  const most = choice?.maxOutputTokens;
  const inWords = output !== undefined && refused.has('response_format');
  // OpenAI's newer models know the one name, most other servers the other, and gateways stand before both.
  const limit = dialect.compatible === refused.has('limit') ? 'max_completion_tokens' : 'max_tokens';
  return {
    model,
    stream: true,
    messages: messagesOf(request, dialect, names, inWords),
    ...(refused.has('stream_options') ? {} : { stream_options: { include_usage: true } }),
    ...(request.tools.length > 0 ? { tools: toolsOf(request, dialect, names) } : {}),
    ...(output && !inWords ? { response_format: formatOf(output) } : {}),
    ...(choice?.temperature === undefined || refused.has('temperature') ? {} : { temperature: choice.temperature }),
    ...(most === undefined ? {} : { [limit]: most }),
  };
}

function messagesOf(
  request: ModelRequest,
  dialect: OpenAiDialect,
  names: ToolNames,
  inWords: boolean,
): ChatCompletionMessageParam[] {
  // One system message: many local chat templates accept no second one.
  const system = [...request.system, ...(inWords && request.output ? [shapeInWords(request.output)] : [])]
    .filter((part) => part.trim() !== '')
    .join('\n\n');
  const messages: ChatCompletionMessageParam[] = system === '' ? [] : [{ role: 'system', content: wellFormed(system) }];
  for (const turn of tidyHistory(request.messages, dialect.compatible ? NARROW_IDS : IDS)) {
    if (turn.role === 'assistant') {
      const calls = turn.calls.map((call) => toolCall(call, dialect, names));
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

function toolCall(
  call: ModelToolCall,
  dialect: OpenAiDialect,
  names: ToolNames,
): ChatCompletionMessageFunctionToolCall {
  const made: ChatCompletionMessageFunctionToolCall = {
    id: call.id,
    type: 'function',
    function: { name: names.toProvider(call.name), arguments: wellFormed(JSON.stringify(call.args)) },
  };
  // What a gateway in front of another provider gave with the call (Gemini's thought signature).
  return call.opaque?.provider === dialect.label ? Object.assign(made, { extra_content: call.opaque.data }) : made;
}

function toolsOf(
  request: ModelRequest,
  dialect: OpenAiDialect,
  names: ToolNames,
): ChatCompletionCreateParamsStreaming['tools'] & object {
  return request.tools.map((tool) => ({
    type: 'function' as const,
    function: {
      name: names.toProvider(tool.name),
      description: wellFormed(tool.description.slice(0, LONGEST_DESCRIPTION)),
      parameters: parametersOf(tool.parameters, dialect),
    },
  }));
}

/** Small servers make a grammar of the schema, and stop at a pattern that their grammar cannot say. */
function parametersOf(schema: Readonly<Record<string, unknown>>, dialect: OpenAiDialect): Record<string, unknown> {
  const whole = argumentSchema(schema);
  return dialect.compatible ? reducedSchema(whole, (word) => word !== 'pattern' && word !== 'format') : whole;
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
