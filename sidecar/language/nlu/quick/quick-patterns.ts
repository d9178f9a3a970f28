import type { Label, LabelScore } from '../labels.ts';
import { LEAVE_RULES } from './leave-rules.ts';
import { DAY, NOUN, plainWords, REQUEST } from './leave-vocabulary.ts';
import { TALK_RULES } from './talk-rules.ts';

const noun = new RegExp(` ${NOUN} `, 'u');
const offDay = new RegExp(String.raw` (?:${DAY}) (?:\w+ ){0,2}off | off (?:\w+ ){0,2}(?:${DAY}) `, 'u');
const day = new RegExp(` (?:${DAY}) `, 'u');
/** A question about leave is no wish for it; "can I have Friday off?" is. */
const question =
  /^ (?:so |and |but |ok |hey |hi |um |well )*(?:is|are|was|were|do|does|did|has|have|how|what|which|when|where|why|who|show|list|tell|there) (?!you mind)/u;
const requestNoun = new RegExp(` ${REQUEST} `, 'u');

/** Words that look like leave and are not. */
const FALSE_FRIENDS =
  / leave (?:me|it|that|this|now|early|a (?:message|note|comment)|the (?:room|office|house|building|company|team|meeting|conversation|chat)|at|us|out|behind|feedback) | (?:have|need|want|going|got) to leave (?:now|early|soon|at|the|for|in|work|here|this|$)| (?:turn|switch|log|sign|take|cut|show|set|pay|write|lay|drop|kick|tick|well|better) off (?!sick|work|on |next|this|tomorrow|monday|tuesday|wednesday|thursday|friday|the (?:week|day|\d)|from|a |two|three|half|some)| (?:turn|switch) (?:the|my|all)? ?\w* off | off topic | holiday party | holiday song| (?:happy|merry|nice|good|great|enjoy your|had a (?:great|good|nice)) (?:holidays?|vacation|weekend)| leave (?:of|for) (?:the )?(?:airport|station|home) /u;
const OTHER_OBJECTS =
  / (?:meeting|meetings|room|flight|flights|hotel|car|taxi|cab|lunch|dinner|table|restaurant|call|ticket|tickets|expense|expenses|invoice|invoices|salary|payslip|payslips|payroll|paycheck|task|tasks|project|projects|email|emails|mail|weather|news|joke|stock|deal|deals|lead|leads|customer|customers|opportunity|overtime|timesheet|attendance|shift|training|laptop|password|bonus|raise|insurance|reimbursement|order|orders|desk|parking|pizza|movie|song|music|alarm|timer|reminder|calendar|appointment|subscription|print|printer) /u;

const RULES = [...LEAVE_RULES, ...TALK_RULES];

/** What was looked at last: features and recognition ask for the same. */
let latest: { readonly text: string; readonly scores: readonly LabelScore[] } | null = null;

/** Patterns over mended words, weighed against words that only look like leave: labels of leave and talk, best first; never empty. */
export function quickPatterns(text: string): readonly LabelScore[] {
  if (latest?.text !== text) latest = { text, scores: scoresOf(text) };
  return latest.scores;
}

function scoresOf(text: string): readonly LabelScore[] {
  const words = plainWords(text);
  const strong = noun.test(words);
  const misled = FALSE_FRIENDS.test(words) && !/ days? /u.test(words);
  const leave = !misled && (strong || offDay.test(words) || / (?:hr lap|sick|bereavement) /u.test(words));
  const elsewhere = OTHER_OBJECTS.test(words) && !strong && !offDay.test(words);
  const scores = new Map<Label, number>();
  for (const rule of RULES) {
    const isLeave = !rule.intent.startsWith('talk.');
    if (isLeave && (misled || elsewhere)) continue;
    if (rule.leave !== false && !leave && !(rule.intent === 'get_leave_requests' && requestNoun.test(words))) continue;
    if (rule.when.test(words)) scores.set(rule.intent, Math.max(scores.get(rule.intent) ?? 0, rule.score));
  }
  if (leave && !elsewhere) {
    scores.set('leave.topic', 0.4);
    // "annual leave 7 to 11 December", "Friday off please": nothing but leave and a day is a wish for it.
    if (day.test(words) && !/ (?:how|what|why|which|who|when|where) /u.test(words)) {
      scores.set('submit_leave_request', Math.max(scores.get('submit_leave_request') ?? 0, 0.6));
    }
  }
  const wish = scores.get('submit_leave_request');
  if (wish !== undefined && question.test(words)) scores.set('submit_leave_request', wish - 0.5);
  scores.set('other', 0.3);
  return [...scores].map(([label, score]): LabelScore => ({ label, score })).sort((a, b) => b.score - a.score);
}
