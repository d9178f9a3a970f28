import { wordsOf } from '../../language/normalise.ts';

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/u).filter((word) => word !== ''));

/** Hardly anybody ends a sentence with these. */
const OPEN_WORDS = set(`a an the in on my your our their its to for of with at by from into between until till
  through during before after about under over and or but because if when while as than then also plus next last every
  each some any half annual sick casual new another other named titled is are was were am be will would should could can
  may might must do does did have has had i we they please just like want need needs let whether via per within without starting
  beginning ending due against regarding versus whose which who dear mister mr mrs ms doctor`);
/** These end a question when they follow such a word: "what is it about", "who am I meeting with". */
const CLOSING = set('about with for from at');
const BEFORE_CLOSING = set(
  'it that this he she they him them talk talking meeting speak speaking work working look looking wait waiting',
);
/** "That" and "so" end a sentence unless they begin its second half: "note that", "I am off, so". */
const POINTING = set('that this these those her his');
const BEFORE_POINTING = set(
  'know think say said says note believe hope mean sure saying told so make if and but or with on in of to for',
);
/** What may be a month is one behind these. */
const BEFORE_MONTH = set('in of this next last by since until till to from before after during');
const BEFORE_SO = set('think hope guess believe suppose say said did not');
/** A verb that wants something, said alone at the end. */
const OPEN_VERBS =
  set(`book schedule create add remind set send tell email message write call show find move reschedule approve
  reject cancel make give get log submit take check look ask change update put open expense claim request`);
const HESITATIONS = set('um uh er erm hmm hm uhm mmm eh ah');
/** Thinking aloud with words. */
const THINKING =
  /\b(?:let me (?:see|think|check)|how do i say|what was it|you know|i mean|sort of|kind of|let us see)$|.\b(?:one sec|hang on|hold on|wait)$/u;
/** Said alone these are meant for us: we are to wait. */
const HOLDING = /^(?:(?:no|oh|okay|please|sorry) )?(?:one sec|hang on|hold on|wait)$/u;
const DICTATIONS =
  /^(?:please )?(?:(?:take|make|add) (?:a )?(?:note|comment)|note(?: down)?|dictate|write(?: down| to)?|(?:send|write|draft) (?:an? |the )?(?:email|mail|message|note|letter)|e?mail|message|text|tell|let)\b.*\b(?:that|saying|says|say|know|follows|message|note|body)\b/u;

/** The words stop in thought: "book um". */
export function isHesitant(text: string): boolean {
  const words = wordsOf(text);
  const joined = words.join(' ');
  return HESITATIONS.has(words.at(-1) ?? '') || (THINKING.test(joined) && !HOLDING.test(joined));
}

/** The last words ask for more: "on the", "Friday and", "remind me to". */
export function isLeftOpen(words: readonly string[]): boolean {
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  const joined = words.join(' ');
  if (CLOSING.has(last) && ASKING.has(words[0] ?? '') && BEFORE_CLOSING.has(before)) return false;
  if (OPEN_ENDS.test(joined)) return true;
  if (POINTING.has(last)) return words.length === 1 || BEFORE_POINTING.has(before);
  if (last === 'so') return !BEFORE_SO.has(before);
  if (last === 'may') return !BEFORE_MONTH.has(before);
  if (OPEN_WORDS.has(last)) return !WHOLE_END.test(joined);
  return (
    !(ASKING.has(words[0] ?? '') && words.length >= 4) &&
    OPEN_VERBS.has(last) &&
    (words.length === 1 || BEFORE_VERB.has(before))
  );
}

const ASKING = set('what who where when which whom how');
const BEFORE_VERB = set('to please and you i would then just me');
/** "Book Friday off please", "that is what I want", "how many days do I have". */
const WHOLE_END =
  /(?:\S\s\S+\s.*\bplease|(?:what|all|as) (?:i|we) (?:want|need|have)|\b(?:i|we|you) (?:do|did|will|can|have))$/u;
const OPEN_ENDS =
  /\b(?:remind|tell|ask|email|message|call|give|show|send|get|let) (?:me|us|him|her|them)$|\b(?:i would like|i want|going to|able to)$|\b(?:meeting|call|lunch|chat|review) (?:with|about|on|at)$|^(?:please )?(?:can|could|would|will) you(?: please)?$|^(?:please )?(?:take|make|add|write) (?:a|an|another) (?:note|message|email|comment)$|^(?:please )?(?:send|write|draft) (?:an? |the )?(?:email|message|note)(?: to)?$|^note down$|\b(?:task|meeting|project|event|reminder) called$|^(?:please )?(?:tell|ask|email|message|notify) [a-z]+$/u;

/** "From Monday", but not "from home today". */
export function isFromDay(words: readonly string[]): boolean {
  return FROM_DAY.test(words.join(' '));
}
const FROM_DAY =
  /\bfrom (?:next|this|the|today|tomorrow|now|early|mid|late|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b/u;

/** Words for somebody else: their end cannot be told from them. */
export function isDictated(words: readonly string[]): boolean {
  return DICTATIONS.test(words.join(' '));
}

/** Tools that can do their work with nothing said but what they are asked. */
export const SELF_SUFFICIENT =
  set(`check_leave_balance get_leave_requests get_holidays get_reporting_manager get_direct_reports
  get_benefits_info get_payroll_info get_my_tasks get_pending_approvals get_my_projects get_calendar_events get_todays_schedule
  get_expense_status get_budget_status get_pending_reimbursements get_opportunities get_pipeline_summary
  list_knowledge_categories`);

/** What others need: one of each group. */
export const NEEDS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  submit_leave_request: [['start_date']],
  cancel_leave_request: [['date_from', 'request_id']],
  search_employee_directory: [['query', 'department']],
  lookup_hr_policy: [['query', 'category']],
  get_policy: [['policy_name', 'query']],
  create_task: [['subject']],
  update_task_status: [['task_id'], ['status']],
  approve_request: [['request_id', 'document_id', 'doctype']],
  reject_request: [['request_id', 'document_id', 'doctype']],
  get_project_status: [['project_id']],
  check_availability: [['attendees'], ['date']],
  schedule_meeting: [['attendees', 'title'], ['start_datetime']],
  reschedule_meeting: [['event_id'], ['new_start_datetime', 'new_duration_minutes']],
  cancel_meeting: [['event_id']],
  set_reminder: [['reminder_text'], ['remind_at', 'minutes_before']],
  submit_expense: [['amount'], ['description', 'category']],
  get_contact: [['contact_id']],
  get_account: [['account_id']],
};
