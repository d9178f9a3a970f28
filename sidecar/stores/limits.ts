/** Events kept of a conversation, so that a page can come back without losing one (design.md, 3). */
export const EVENTS_KEPT = 500;
/** How long they are kept after the last one. */
export const EVENTS_TTL_MS = 3_600_000;
/** How long a conversation's numbering goes on after its last event. */
export const NUMBERING_TTL_MS = 30 * 86_400_000;

/** Written to see whether the store takes anything: about what a long message needs. */
export const PROBE_BYTES = 32_000;
