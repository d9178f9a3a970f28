import { voicesResponse } from '@dartwing-va/contract/rest.ts';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { VaError } from '../../lib/va-error.ts';
import type { GatewayDeps } from '../deps.ts';
import { employeeRoute } from './route.ts';

/** How long providers may take to list their voices, ms. */
const LIST_MS = 5000;

/** Voices to choose from (11.7.3); status of a voice session (11.4.3) of this process, known until a while after its end. */
export function voiceRoutes(app: FastifyInstance, deps: GatewayDeps): void {
  employeeRoute(app, deps, {
    method: 'GET',
    path: '/preferences/voices',
    summary: 'Voices that the assistant can be heard with',
    tag: 'Preferences',
    category: 'default',
    response: voicesResponse,
    handle: async ({ person }) => {
      const sessions = await deps.voice.open();
      const voices = await sessions.voices(person, AbortSignal.timeout(LIST_MS));
      return {
        voices: voices.map((voice) => ({
          voice_id: voice.id,
          name: voice.name,
          provider: voice.provider,
          language: voice.language,
          gender: voice.gender,
          accent: voice.accent ?? null,
          style: voice.style ?? null,
          preview_url: voice.previewUrl,
        })),
      };
    },
  });
  employeeRoute(app, deps, {
    method: 'GET',
    path: '/voice/sessions/:session_id',
    summary: 'How a voice session is going',
    tag: 'Voice',
    category: 'default',
    params: z.object({ session_id: z.string().max(140) }),
    response: z.object({
      session_id: z.string(),
      conversation_id: z.string(),
      status: z.enum(['active', 'disconnected', 'ended']),
      started_at: z.string(),
      duration_seconds: z.number(),
      audio_stats: z.object({
        input_duration_ms: z.number(),
        output_duration_ms: z.number(),
        transcription_count: z.number(),
      }),
    }),
    handle: async ({ params, person }) => {
      const status = deps.voice.opened?.status(person.user, params.session_id) ?? null;
      if (status === null) throw new VaError('NOT_FOUND');
      return {
        session_id: status.sessionId,
        conversation_id: status.conversationId,
        status: status.status,
        started_at: new Date(status.startedAt).toISOString(),
        duration_seconds: Math.round(status.durationMs / 1000),
        audio_stats: {
          input_duration_ms: status.inputMs,
          output_duration_ms: status.outputMs,
          transcription_count: status.transcriptions,
        },
      };
    },
  });
}
