import type { SlotReaders } from './slot-reader.ts';

export const knowledgeSlots: SlotReaders = {};
