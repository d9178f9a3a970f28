import { say } from './sentences.ts';

/** What the site says against a decision, in words for who decides; null when its own have to do. */
export function siteWords(message: string): string | null {
  if (/self.?approval/iu.test(message)) return say('notOwn');
  if (/insufficient leave balance/iu.test(message)) return say('noBalance');
  if (/not a valid workflow action/iu.test(message)) return say('stepGone');
  return null;
}
