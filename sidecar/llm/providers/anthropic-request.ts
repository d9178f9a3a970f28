import type {
  CacheControlEphemeral,
  ContentBlockParam,
  MessageCreateParamsStreaming,
  MessageParam,
  RedactedThinkingBlockParam,
  TextBlockParam,
  ThinkingBlockParam,
  Tool,
} from '@anthropic-ai/sdk/resources/messages';
import type { ModelRequest, ModelToolCall } from '../model.ts';
import { type Turn, tidyHistory, wellFormed } from './history.ts';
import { shapeInWords } from './json-answer.ts';
import { refusals } from './refusals.ts';
import { answerSchema, argumentSchema } from './schema.ts';
import type { ToolNames } from './tool-names.ts';

/** Newer models choose their own temperature and refuse one that is given; while they think they cannot be made to call. */
export const anthropicRefusals = () => refusals({ temperature: /temperature/i, tool_choice: /tool_choice/i });

/** The API wants to be told; enough for any spoken answer and most written ones. */
const MOST_TOKENS = 4096;
const IDS = /^[A-Za-z0-9_-]{1,64}$/;
const CACHED: CacheControlEphemeral = { type: 'ephemeral' };

/** The thoughts that came before a call, signed by the provider; only the model that had them gets them back. */
export interface Thoughts {
  readonly model: string;
  readonly blocks: readonly (ThinkingBlockParam | RedactedThinkingBlockParam)[];
}

/** Name of the tool whose arguments are the answer, where an answer of a given shape is wanted; null else. */
export function answerTool(request: ModelRequest, names: ToolNames): string | null {
  return request.output ? names.toProvider(`answer ${request.output.name}`) : null;
}

export function anthropicRequest(
  request: ModelRequest,
  model: string,
  names: ToolNames,
  refused: ReturnType<typeof anthropicRefusals>,
): MessageCreateParamsStreaming {
  const { choice, output } = request;
  const tools = toolsOf(request, names);
  const answer = answerTool(request, names);
  const willing = refused.has('tool_choice');
  const system = systemOf([...request.system, ...(output && willing ? [shapeInWords(output)] : [])]);
  const warmth = choice?.temperature;
  return {
    model,
    stream: true,
    max_tokens: choice?.maxOutputTokens ?? MOST_TOKENS,
    messages: messagesOf(request, model, names),
    ...(system.length > 0 ? { system } : {}),
    ...(tools.length > 0 ? { tools } : {}),
    // Its scale ends at 1 where others go to 2.
    ...(warmth === undefined || refused.has('temperature') ? {} : { temperature: Math.min(warmth, 1) }),
    ...(answer !== null && !willing
      ? { tool_choice: request.tools.length > 0 ? { type: 'any' } : { type: 'tool', name: answer } }
      : {}),
  };
}

/**
 * What is cached is all up to a mark, tools before system before messages. Marks: the tools; the first part of the
 * system text, alike for everybody; all parts but the last, alike for the person; the last message, for the rounds of
 * this turn. Four is the most that the API takes.
 */
function systemOf(parts: readonly string[]): TextBlockParam[] {
  const blocks = parts
    .filter((part) => part.trim() !== '')
    .map((text): TextBlockParam => ({ type: 'text', text: wellFormed(text) }));
  return blocks.map((block, index) =>
    index === 0 || index === blocks.length - 2 ? { ...block, cache_control: CACHED } : block,
  );
}

function toolsOf(request: ModelRequest, names: ToolNames): Tool[] {
  const tools = request.tools.map(
    (tool): Tool => ({
      name: names.toProvider(tool.name),
      description: wellFormed(tool.description),
      input_schema: argumentSchema(tool.parameters),
    }),
  );
  const answer = answerTool(request, names);
  if (request.output && answer !== null) {
    tools.push({
      name: answer,
      description: 'Takes your answer.',
      input_schema: { ...answerSchema(request.output.schema), type: 'object' },
    });
  }
  return tools.map((tool, index) => (index === tools.length - 1 ? { ...tool, cache_control: CACHED } : tool));
}

function messagesOf(request: ModelRequest, model: string, names: ToolNames): MessageParam[] {
  const turns = tidyHistory(request.messages, IDS);
  return turns.map((turn, index) => {
    const content = turn.role === 'user' ? userBlocks(turn) : assistantBlocks(turn, model, names);
    const marked = index === turns.length - 1 && request.tools.length > 0 ? markLast(content) : content;
    return { role: turn.role, content: marked };
  });
}

/** Results first: the API takes them in no other order. */
function userBlocks(turn: Extract<Turn, { role: 'user' }>): ContentBlockParam[] {
  const blocks: ContentBlockParam[] = turn.results.map((result) => ({
    type: 'tool_result',
    tool_use_id: result.id,
    content: result.content,
  }));
  return turn.text === '' ? blocks : [...blocks, { type: 'text', text: turn.text }];
}

function assistantBlocks(
  turn: Extract<Turn, { role: 'assistant' }>,
  model: string,
  names: ToolNames,
): ContentBlockParam[] {
  const thoughts = turn.calls.flatMap((call) => thoughtsOf(call, model));
  const text: ContentBlockParam[] = turn.text === '' ? [] : [{ type: 'text', text: turn.text.trimEnd() }];
  const calls = turn.calls.map(
    (call): ContentBlockParam => ({
      type: 'tool_use',
      id: call.id,
      name: names.toProvider(call.name),
      input: call.args,
    }),
  );
  return [...thoughts, ...text, ...calls];
}

/** What was kept with a call may be from another model, or older than this code: only whole blocks go back. */
function thoughtsOf(call: ModelToolCall, model: string): (ThinkingBlockParam | RedactedThinkingBlockParam)[] {
  if (call.opaque?.provider !== 'anthropic') return [];
  const kept = call.opaque.data as Partial<Thoughts> | null;
  if (kept?.model !== model || !Array.isArray(kept.blocks)) return [];
  return kept.blocks.filter((block) => block?.type === 'thinking' || block?.type === 'redacted_thinking');
}

function markLast(content: readonly ContentBlockParam[]): ContentBlockParam[] {
  return content.map((block, index) => {
    const markable = block.type === 'text' || block.type === 'tool_result';
    return index === content.length - 1 && markable ? { ...block, cache_control: CACHED } : block;
  });
}
