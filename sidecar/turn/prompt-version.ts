/**
 * Which prompts a turn was answered with; kept on its record. A new one whenever a word for a model changes: those of
 * act/system-prompt.ts and of an agent, of a route, a synthesis or a summary. The snapshots of test/turn/prompts.test.ts see to it.
 */
export const PROMPT_VERSION = '2026-11-27.1';
