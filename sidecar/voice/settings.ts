import { flag, integer, loadSettings, oneOf, type SliceValues, setting } from '../lib/settings.ts';

/** Voice sessions; what listens and speaks is set with the providers. */
export const voiceSettings = {
  minutesPerUser: setting({
    env: 'VA_VOICE_MINUTES_PER_USER',
    schema: integer({ min: 0 }),
    unit: 'minutes',
    default: 60,
    description:
      'Voice minutes of one user a day (his own day); each minute begun counts. Afterwards a session goes on in text.',
  }),
  minutesPerCompany: setting({
    env: 'VA_VOICE_MINUTES_PER_COMPANY',
    schema: integer({ min: 0 }),
    unit: 'minutes',
    default: 10_000,
    description: 'Voice minutes of one company a day.',
  }),
  sessionsPerCompany: setting({
    env: 'VA_VOICE_SESSIONS_PER_COMPANY',
    schema: integer({ min: 1 }),
    default: 100,
    description: 'Voice sessions of one company at a time, in all processes together.',
  }),
  startsPerMinute: setting({
    env: 'VA_LIMIT_VOICE',
    schema: integer({ min: 1 }),
    default: 10,
    description: 'Voice sessions that one user may start in a minute.',
  }),
  maxSessionMs: setting({
    env: 'VA_VOICE_MAX_SESSION_MS',
    schema: integer({ min: 10_000 }),
    unit: 'ms',
    default: 3_600_000,
    description: 'The longest voice session.',
  }),
  resumeMs: setting({
    env: 'VA_VOICE_RESUME_MS',
    schema: integer({ min: 0, max: 600_000 }),
    unit: 'ms',
    default: 30_000,
    description: 'How long a session whose connection dropped waits for it to come back.',
  }),
  silenceMs: setting({
    env: 'VA_VOICE_SILENCE_MS',
    schema: integer({ min: 100, max: 5000 }),
    unit: 'ms',
    default: 900,
    description:
      'Silence that ends dictated words in hands-free mode; of others we know sooner whether they are finished.',
  }),
  vad: setting({
    env: 'VA_VOICE_VAD',
    schema: oneOf('silero', 'energy'),
    default: 'silero',
    description:
      'What tells a voice from noise while the assistant speaks: `energy` by level and pitch, `silero` by a model besides, in a worker of its own.',
  }),
  leadMs: setting({
    env: 'VA_VOICE_LEAD_MS',
    schema: integer({ min: 40, max: 5000 }),
    unit: 'ms',
    default: 400,
    description:
      'How far ahead of real time speech is sent: what covers a hiccup, and what an interruption throws away.',
  }),
  maxBuffered: setting({
    env: 'VA_VOICE_MAX_BUFFERED',
    schema: integer({ min: 1024 }),
    unit: 'bytes',
    default: 131_072,
    description: 'Bytes that may wait in a connection before speech waits too.',
  }),
  maxFrame: setting({
    env: 'VA_VOICE_MAX_FRAME',
    schema: integer({ min: 640, max: 1_000_000 }),
    unit: 'bytes',
    default: 65_536,
    description: 'The longest piece of sound in one frame.',
  }),
  yesWindowMs: setting({
    env: 'VA_VOICE_YES_WINDOW_MS',
    schema: integer({ min: 1000, max: 60_000 }),
    unit: 'ms',
    default: 10_000,
    description: 'How long after the read-back a spoken yes counts.',
  }),
  yesLevelDb: setting({
    env: 'VA_VOICE_YES_LEVEL_DB',
    schema: integer({ min: 1, max: 60 }),
    unit: 'dB',
    default: 10,
    description: "How far from the session's own speech the level of a spoken yes may be.",
  }),
  confirmLimit: setting({
    env: 'VA_VOICE_CONFIRM_LIMIT',
    schema: integer({ min: 0 }),
    unit: "company's currency",
    default: 1000,
    description: 'Amounts over this are confirmed on the screen, not by a spoken yes; 0: every amount.',
  }),
  lookAhead: setting({
    env: 'VA_VOICE_LOOK_AHEAD',
    schema: flag(),
    default: true,
    description:
      'While somebody still speaks, what his words will need is looked up; reads alone, and nothing is told of it before he has finished. 0: never.',
  }),
  fillerMs: setting({
    env: 'VA_VOICE_FILLER_MS',
    schema: integer({ min: 100, max: 10_000 }),
    unit: 'ms',
    default: 600,
    description: 'Silence while something is looked up after which one short phrase is said.',
  }),
};
export type VoiceSettings = SliceValues<typeof voiceSettings>;
export const defaultVoiceSettings: VoiceSettings = loadSettings({ voice: voiceSettings }, {}).voice;
