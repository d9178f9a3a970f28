import type { Row } from '../../engine/types.ts';
import { define } from '../define.ts';

/** Pages of the Wiki app 2, as far as the assistant reads them. */
export const WIKI_DOCTYPES: readonly Row[] = [
  define(
    'Wiki',
    'Wiki Page',
    { title_field: 'title' },
    `title | Data | *; list
     route | Data | *; unique
     published | Check
     allow_guest | Check | default=1
     content | Code: Markdown | *`,
    'System Manager | rwcd',
  ),
];
