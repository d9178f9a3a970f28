import { leaveSlots } from './leave.ts';
import type { SlotReaders } from './slot-reader.ts';

export const hrSlots: SlotReaders = { ...leaveSlots };
