import { voiceRequests } from '@dartwing-va/contract/voice.ts';
import type { Clock } from '../../sidecar/lib/clock.ts';
import { createMetrics } from '../../sidecar/lib/metrics.ts';
import type { Identity, Person } from '../../sidecar/people/person.ts';
import { recordBody } from '../../sidecar/records/entry.ts';
import type { SiteRecord } from '../../sidecar/records/record.ts';
import { siteKey } from '../../sidecar/stores/site-key.ts';
import type { Stores } from '../../sidecar/stores/stores.ts';
import { openVoiceSessions, type VoiceSessions } from '../../sidecar/voice/session/registry.ts';
import type { VoiceSession } from '../../sidecar/voice/session/voice-session.ts';
import { defaultVoiceSettings, type VoiceSettings } from '../../sidecar/voice/settings.ts';
import { scriptedStt } from '../fakes/voice/scripted-stt.ts';
import { toneTts } from '../fakes/voice/tone-tts.ts';
import { fakeGateway, priya } from '../gateway/fakes.ts';

/** One replica's voice sessions on stores that may be shared with others. */
export interface Replica {
  readonly sessions: VoiceSessions;
  call(user: string, conversationId?: string): Promise<VoiceSession>;
}

export function replica(
  stores: Stores,
  clock: Clock,
  options: { readonly settings?: Partial<VoiceSettings>; readonly person?: (user: string) => Person } = {},
): Replica {
  const { deps } = fakeGateway(clock);
  const { person = colleague } = options;
  const sessions = openVoiceSessions({
    ...deps,
    metrics: createMetrics(),
    stores,
    outbox: { toEntry: (record) => ({ stream: 'records', body: recordBody(record) }) },
    siteKey: siteKey('va.test'),
    people: { ...deps.people, person: async (user) => person(user) },
    speech: { stt: scriptedStt(), tts: toneTts(), defaultVoice: 'hum' },
    settings: { ...defaultVoiceSettings, ...options.settings },
  });
  const { config } = voiceRequests['session.start'].parse({ type: 'session.start', config: { input_encoding: 'pcm' } });
  const link = () => ({ send: () => undefined, sendAudio: () => undefined, buffered: 0, close: () => undefined });
  return {
    sessions,
    call(user, conversationId) {
      const identity: Identity = {
        user,
        sessionId: 's1',
        epoch: 1,
        expiresAt: clock.now() + 7_200_000,
        accessToken: 'good',
      };
      return sessions.open(
        identity,
        { config: { ...config, output_encoding: 'pcm' }, conversationId: conversationId ?? null },
        link(),
      );
    },
  };
}

export function colleague(user: string): Person {
  return { ...priya, user, instance: { ...priya.instance, name: `VA-${user}` } };
}

/** What waits for the site. */
export async function records(stores: Stores): Promise<SiteRecord[]> {
  return (await stores.journal.read('records', 1000)).map(({ body }) => JSON.parse(body) as SiteRecord);
}
