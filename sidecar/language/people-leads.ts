/** Words that lead a person's name. */

export type PersonRole = 'with' | 'to' | 'for' | 'of' | 'from';

/** What may stand directly before a name; `follow` must come after the names. */
export interface Lead {
  readonly role: PersonRole;
  readonly before: RegExp;
  readonly follow?: RegExp;
}

const SENDS =
  'assign|reassign|send|sent|give|forward|hand|delegate|message|write|report|reports|email|mail|speak|talk|reply|respond|show|pass|share|introduce|belongs?|allocate|transfer|say|text|submit|escalate|lend|reach out|present|offer|explain';
/** What follows a person who was asked, told or sent something. */
export const AFTER_PERSON =
  /^(?:$|[,.?!;:]| (?:a|an|the|to|about|that|at|on|in|by|know|this|my|and|if|when|tomorrow|today|tonight|now|for|it|saying|access|with|whether|why|how|as|from|please|later|next|back|instead|is|we|i|he|she|they|off)(?![a-z]))/u;
export const LEADS: readonly Lead[] = [
  {
    role: 'with',
    before: /\b(?:with|alongside|invite|inviting|include|including|loop in|looping in|cc|cc'ing|bring in) $/u,
  },
  {
    role: 'with',
    before: /\badd $/u,
    follow: /^ (?:to|as|into)\b(?!.*\b(?:list|cart|agenda|order|note|notes|report|deck)\b)/u,
  },
  { role: 'with', before: /\b(?:me|myself|i|us|manager|boss|team) (?:and|plus|&) $/u, follow: AFTER_PERSON },
  {
    role: 'of',
    before: /\b(?:lead|contact|colleague|employee|teammate|customer)(?: named| called)? $/u,
    follow: AFTER_PERSON,
  },
  { role: 'with', before: /\b(?:meet|meeting|see|join|interview|between) $/u, follow: AFTER_PERSON },
  { role: 'to', before: new RegExp(`\\b(?:${SENDS})\\b[^.!?]*\\bto $`, 'u') },
  {
    role: 'to',
    before:
      /\b(?:ask|tell|message|email|e-mail|mail|notify|inform|ping|remind|phone|text|contact|nudge|dm|thank|congratulate|let|warn|ring) $/u,
  },
  {
    role: 'to',
    before: /\b(?:call|send|give|assign|update|show|forward|pay|answer|hand|get|help) $/u,
    follow: AFTER_PERSON,
  },
  { role: 'for', before: /\b(?:for|on behalf of) $/u, follow: AFTER_PERSON },
  {
    role: 'from',
    before:
      /\b(?:from|(?:sent|submitted|requested|raised|created|assigned|approved|written|made|filed|asked|owned|reported) by) $/u,
  },
  {
    role: 'of',
    before:
      /\b(?:calendar|schedule|availability|manager|boss|reports|team|balance|number|email|phone|role|title|tasks?|agenda|leave|expenses?|requests?) of $/u,
  },
  {
    role: 'of',
    before: /\b(?:is|are|was|were|will|when|does|do|did|has|have|can|could|would|if|whether|when's) $/u,
    follow:
      /^ (?:be |both |all )?(?:free|available|busy|around|out|off|in(?! the (?:budget|policy))|on (?:leave|vacation|holiday|pto)|have|has|had|got|report|reports|work|works|working|attend|attending|make it|join|joining|meet|coming|come|do|approve|need|needs|booked|say|said|ask|asked|send|sent|want|know|like|mean)(?![a-z])/u,
  },
  {
    role: 'of',
    before:
      /\b(?:who is|who's|whois|who are|who does|find|look up|lookup|search for|search|about|details of|details for|info on|information on|number for) $/u,
    follow: /^(?:$|[?.!,]| (?:in|from|at|at the|and|report|reports|work|works)(?![a-z]))/u,
  },
];
