import { z } from 'zod';
import type { ReadResult, ReadTool, Refusal, ToolContext } from '../../../actions/tool.ts';
import { sha256Hex } from '../../../lib/canonical.ts';
import type { Log } from '../../../lib/log.ts';
import { isOutOfSight, parsedAnswer } from '../../site-answer.ts';
import { argumentsSchema } from '../arguments.ts';
import { type Args, customToolName, dataOf, MAX_ANSWER_CHARS, titleOf } from '../custom-tool.ts';
import type { CustomRecord, ToolRecord } from '../record.ts';
import { say } from '../sentences.ts';
import { type WebhookCaller, WebhookError } from './caller.ts';

const SIGN = 'dartwing_va.reads.webhook_signature';
const signed = z.object({ url: z.string().max(500), signature: z.string().max(100) });

/**
 * A tool that asks a web address of the company's choice. The site says, for this person and this body, where it goes and
 * signs it; what comes back is data like any other, and nothing is shown of it but words.
 * @param hosts those that the company lists
 */
export function webhookTool(
  agent: Pick<CustomRecord, 'id' | 'company'>,
  tool: Extract<ToolRecord, { readonly handler_type: 'webhook' }>,
  hosts: readonly string[],
  parts: { readonly webhooks: WebhookCaller; readonly log: Log },
): ReadTool<Args> {
  const title = titleOf(tool);
  const name = customToolName(agent.id, tool.name);

  async function ask(args: Args, context: ToolContext): Promise<ReadResult | Refusal> {
    const body = JSON.stringify({
      v: 1,
      company: agent.company,
      employee: context.person.employee.id,
      agent: agent.id,
      tool: tool.name,
      turn: context.turnId,
      arguments: args,
    });
    const timestamp = String(Math.floor(context.now / 1000));
    const query = { agent: agent.id, tool: tool.name, timestamp, digest: sha256Hex(body) };
    const { url, signature } = parsedAnswer(signed, await context.reads.method(SIGN, query));
    const { text, isJson } = await parts.webhooks.post({
      url,
      hosts,
      body,
      headers: { 'user-agent': 'dartwing-va', 'x-va-timestamp': timestamp, 'x-va-signature': signature },
      signal: context.signal,
    });
    if (text.length > MAX_ANSWER_CHARS) return refused(say('tooMuch'));
    return { kind: 'data', data: dataOf(isJson ? parsedJson(text) : text) };
  }

  return {
    kind: 'read',
    name,
    agent: agent.id,
    description: tool.description,
    schema: argumentsSchema(tool),
    doctypes: [],
    ofCompany: true,
    label: say('running', { title }),
    async run(args, context) {
      try {
        return await ask(args, context);
      } catch (error) {
        if (isOutOfSight(error))
          return { kind: 'refusal', code: 'SWITCHED_OFF', sentence: say('webhookOff', { title }) };
        if (!(error instanceof WebhookError)) throw error;
        parts.log.warn('a web address of a custom agent gave no answer', { tool: name, failure: error.failure }, error);
        return refused(error.failure === 'size' ? say('tooMuch') : say('webhookFailed', { title }));
      }
    },
  };
}

function refused(sentence: string): Refusal {
  return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new WebhookError('type', error);
  }
}
