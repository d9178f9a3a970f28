import { leaveSlots } from './leave.ts';
import { paySlots } from './pay.ts';
import { peopleSlots } from './people.ts';
import type { SlotReaders } from './slot-reader.ts';

export const hrSlots: SlotReaders = { ...leaveSlots, ...peopleSlots, ...paySlots };
