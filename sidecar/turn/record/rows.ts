import type { PrivacyMode } from '@dartwing-va/contract/rest.ts';
import type { TurnOrigin } from '@dartwing-va/contract/turn-events.ts';
import type { ModelCall } from '../../llm/usage.ts';
import type { Person } from '../../people/person.ts';
import type { SiteTime } from '../../people/site-time.ts';
import { rulesOf } from '../../privacy/modes.ts';
import type { SiteRecord } from '../../records/record.ts';
import { insertRow, updateRow } from '../../records/writers.ts';
import type { Shown } from '../state/conversation-state.ts';
import { usageFields } from './usage-fields.ts';

const ORIGINS: Readonly<Record<TurnOrigin, 'Api' | 'Socket' | 'Site' | 'Voice'>> = {
  api: 'Api',
  socket: 'Socket',
  site: 'Site',
  voice: 'Voice',
};
const PLATFORMS: Readonly<Record<string, 'Mobile' | 'Desktop' | 'Web' | 'Widget'>> = {
  mobile: 'Mobile',
  desktop: 'Desktop',
  web: 'Web',
  widget: 'Widget',
};

/** Name of the assistant's row: derived, so that a turn that runs again writes the same row. */
export function answerName(turnId: string): string {
  return `${turnId}_a`;
}

export function conversationRow(
  facts: {
    readonly conversationId: string;
    readonly person: Person;
    readonly mode: 'text' | 'voice';
    readonly privacyMode: PrivacyMode;
    readonly platform: string;
    readonly context: Readonly<Record<string, unknown>>;
    readonly now: number;
  },
  siteTime: SiteTime,
): SiteRecord {
  return insertRow('VA Conversation', facts.conversationId, {
    conversation_id: facts.conversationId,
    employee: facts.person.employee.id,
    va_instance: facts.person.instance.name,
    status: 'Active',
    started_at: siteTime.toSite(facts.now),
    mode: facts.mode,
    platform: PLATFORMS[facts.platform.toLowerCase()] ?? 'Web',
    privacy_mode: facts.privacyMode,
    ...(rulesOf(facts.privacyMode).storesWords ? { initial_context: JSON.stringify(facts.context) } : {}),
  });
}

export function questionRow(
  turn: {
    readonly turnId: string;
    readonly conversationId: string;
    readonly employeeId: string;
    readonly turnNumber: number;
    readonly text: string;
    readonly origin: TurnOrigin;
    readonly clientMessageId: string | null;
    readonly at: number;
    readonly storesWords: boolean;
  },
  siteTime: SiteTime,
): SiteRecord {
  return insertRow('VA Conversation Turn', turn.turnId, {
    conversation: turn.conversationId,
    turn_number: turn.turnNumber,
    role: 'User',
    status: 'Pending',
    timestamp: siteTime.toSite(turn.at),
    employee: turn.employeeId,
    origin: ORIGINS[turn.origin],
    ...(turn.clientMessageId === null ? {} : { client_message_id: turn.clientMessageId }),
    content: turn.storesWords ? turn.text : '',
    input_modality: turn.origin === 'voice' ? 'Voice' : 'Text',
  });
}

/** The outcome: the assistant's row and the status of the question's. */
export function outcomeRows(
  turn: {
    readonly turnId: string;
    readonly conversationId: string;
    readonly employeeId: string;
    readonly turnNumber: number;
    readonly text: string;
    readonly shown?: Shown;
    readonly origin: TurnOrigin;
    readonly at: number;
    readonly latencyMs: number;
    readonly model: string;
    readonly prompts?: string | null;
    readonly agent: string | null;
    readonly tools: readonly string[];
    readonly tokens: number;
    /** Requests to models, as far as they were counted. */
    readonly calls?: readonly ModelCall[];
    readonly errorCode: string | null;
    readonly interrupted: boolean;
    readonly storesWords: boolean;
  },
  siteTime: SiteTime,
): SiteRecord[] {
  const failed = turn.errorCode !== null && !turn.interrupted;
  const status = failed ? 'Failed' : 'Answered';
  const shown = (turn.storesWords ? turn.shown : undefined) ?? { visuals: [], citations: [] };
  return [
    insertRow('VA Conversation Turn', answerName(turn.turnId), {
      conversation: turn.conversationId,
      turn_number: turn.turnNumber,
      role: 'Assistant',
      // What is spoken may be cut: until it is known how much was heard, the site lets the words be changed.
      status: turn.origin === 'voice' && !failed ? 'Pending' : status,
      timestamp: siteTime.toSite(turn.at),
      employee: turn.employeeId,
      origin: ORIGINS[turn.origin],
      in_reply_to: turn.turnId,
      content: turn.storesWords ? turn.text : '',
      output_modality: turn.origin === 'voice' ? 'Both' : 'Text',
      model_used: turn.model,
      ...(turn.prompts ? { prompt_version: turn.prompts } : {}),
      ...(turn.agent === null || !turn.storesWords ? {} : { sub_agent: turn.agent }),
      tools_called: JSON.stringify(turn.storesWords ? turn.tools : []),
      ...(shown.visuals.length === 0 ? {} : { visuals: JSON.stringify(shown.visuals) }),
      ...(shown.citations.length === 0 ? {} : { citations: JSON.stringify(shown.citations) }),
      latency_ms: Math.round(turn.latencyMs),
      token_count: turn.tokens,
      ...usageFields(turn.calls ?? []),
      ...(turn.errorCode === null ? {} : { error_code: turn.errorCode }),
      was_interrupted: turn.interrupted ? 1 : 0,
    }),
    updateRow('VA Conversation Turn', turn.turnId, { status, latency_ms: Math.round(turn.latencyMs) }),
  ];
}
