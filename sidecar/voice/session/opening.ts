import type { ActionCard } from '@dartwing-va/contract/turn-events.ts';
import type { VoiceEventBody } from '@dartwing-va/contract/voice.ts';
import { say } from '../sentences.ts';
import type { Speech } from '../speech.ts';
import { errorEvent } from './error-event.ts';
import type { SessionFacts } from './voice-session.ts';

/** What a session says first: what was agreed. @param voiceId null when answers come as text alone. */
export function startedEvent(facts: SessionFacts, speech: Pick<Speech, 'stt'>, voiceId: string | null): VoiceEventBody {
  const { config } = facts;
  return {
    type: 'session.started',
    session_id: facts.id,
    conversation_id: facts.conversationId,
    privacy_mode: facts.privacyMode,
    config: {
      input_sample_rate: config.input_sample_rate,
      output_sample_rate: config.output_sample_rate,
      input_encoding: config.input_encoding,
      output_encoding: config.output_encoding,
      language: config.language,
      voice_id: voiceId,
      listening: speech.stt !== null && facts.silentBecause === null,
      audio_stored: false,
    },
  };
}

/** What is missing for a talk, told once at the start; null: nothing. */
export function missingEvent(facts: SessionFacts, { stt, tts }: Pick<Speech, 'stt' | 'tts'>): VoiceEventBody | null {
  const { silentBecause } = facts;
  if (silentBecause !== null) return errorEvent(silentBecause.code, true, silentBecause.message);
  if (stt === null) return errorEvent('STT_UNAVAILABLE', true, say(tts === null ? 'noStt' : 'noSttButTts'));
  return tts === null && facts.config.speak ? errorEvent('TTS_UNAVAILABLE', true, say('noTts')) : null;
}

/** A card that waits for a yes. */
export function pendingEvent(card: ActionCard): VoiceEventBody {
  return {
    type: 'action.pending',
    action_id: card.action_id,
    action_type: card.type,
    description: card.title,
    requires_confirmation: true,
    action: card,
  };
}
