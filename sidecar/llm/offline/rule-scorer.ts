import { mendTypo, wordsOf } from '../../language/normalise.ts';
import type { Intent, IntentScore, IntentScorer } from './intent.ts';

const VOCABULARY =
  `leave leaves vacation vacations holiday holidays balance annual remaining request requests cancel approve approved approves pending
  application applications allowance entitlement available bereavement personal personnel submit schedule withdraw upcoming rejected maternity paternity
  status history absence sickness doctor still thanks thank please hello morning afternoon evening tomorrow today monday tuesday wednesday thursday friday
  cancer quest count color learn meeting salary expense expenses invoice approver allocated allocation taken compassionate`.split(
    /\s+/u,
  );
const SHORT: Readonly<Record<string, string>> = {
  leav: 'leave',
  lve: 'leave',
  laeve: 'leave',
  leve: 'leave',
  hols: 'holidays',
  hol: 'holiday',
  vacay: 'vacation',
  vac: 'vacation',
  bal: 'balance',
  appl: 'application',
  canel: 'cancel',
  cancelled: 'cancelled',
  tmrw: 'tomorrow',
  wat: 'what',
  wats: 'what is',
  hw: 'how',
  mch: 'much',
  reqs: 'requests',
  bok: 'book',
  boook: 'book',
  hav: 'have',
  plase: 'please',
};

/** The words of an utterance with typos of leave words mended, between single spaces. */
export function plainWords(text: string): string {
  const words = wordsOf(text).map((word) => {
    const bare = word.replace(/'s$/u, '');
    return mendTypo(SHORT[bare] ?? bare, VOCABULARY);
  });
  return ` ${words.join(' ')} `;
}

const DAY = String.raw`(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|today|tomorrow|yesterday|(?:next|this|last) (?:week|month|year|\w+day)|week|weekend|morning|afternoon|day|days|\d+\w*|january|february|march|april|may|june|july|august|september|october|november|december|dec|nov|jan|feb|christmas|(?:mon|tues|wednes|thurs|fri|satur|sun)day s`;
const NOUN = String.raw`(?:leaves?|vacations?|holidays?|pto|time off|days? off|half days?|sick days?|personal days?|absences?|annual|off work|comp off|toil|mental health day)`;
const REQUEST = String.raw`(?:requests?|applications?|bookings?)`;

const noun = new RegExp(String.raw` ${NOUN} `, 'u');
const offDay = new RegExp(String.raw` (?:${DAY}) (?:\w+ ){0,2}off | off (?:\w+ ){0,2}(?:${DAY}) `, 'u');
const day = new RegExp(String.raw` (?:${DAY}) `, 'u');
const requestNoun = new RegExp(String.raw` ${REQUEST} `, 'u');

/** Words that look like leave and are not. */
const FALSE_FRIENDS =
  / leave (?:me|it|that|this|now|early|a (?:message|note|comment)|the (?:room|office|house|building|company|team|meeting|conversation|chat)|at|us|out|behind|feedback) | (?:have|need|want|going|got) to leave (?:now|early|soon|at|the|for|in|work|here|this|$)| (?:turn|switch|log|sign|take|cut|show|set|pay|write|lay|drop|kick|tick|well|better) off (?!sick|work|on |next|this|tomorrow|monday|tuesday|wednesday|thursday|friday|the (?:week|day|\d)|from|a |two|three|half|some)| (?:turn|switch) (?:the|my|all)? ?\w* off | off topic | holiday party | holiday song| (?:happy|merry|nice|good|great|enjoy your|had a (?:great|good|nice)) (?:holidays?|vacation|weekend)| leave (?:of|for) (?:the )?(?:airport|station|home) /u;
const OTHER_OBJECTS =
  / (?:meeting|meetings|room|flight|flights|hotel|car|taxi|cab|lunch|dinner|table|restaurant|call|ticket|tickets|expense|expenses|invoice|invoices|salary|payslip|payslips|payroll|paycheck|task|tasks|project|projects|email|emails|mail|weather|news|joke|stock|deal|deals|lead|leads|customer|customers|opportunity|overtime|timesheet|attendance|shift|training|laptop|password|bonus|raise|insurance|reimbursement|order|orders|desk|parking|pizza|movie|song|music|alarm|timer|reminder|calendar|appointment|subscription|print|printer) /u;

interface Rule {
  readonly intent: Intent;
  readonly score: number;
  readonly when: RegExp;
  /** Needs leave in the words. Default true. */
  readonly leave?: boolean;
}

const CANCEL_VERB =
  '(?:cancel|cancelling|canceling|withdraw|retract|call off|delete|remove|drop|revoke|scrap|take back|get rid of|undo|pull back|rescind)';
const RULES: readonly Rule[] = [
  {
    intent: 'leave.balance',
    score: 0.9,
    when: / my (?:current )?balances? | how many days (?:\w+ ){0,6}off /u,
    leave: false,
  },
  {
    intent: 'leave.balance',
    score: 0.885,
    when: / do i (?:still |even |currently |now )?have (?:\w+ ){0,2}(?:leaves?|vacation|holidays?|pto|time off|days? off) /u,
  },
  {
    intent: 'leave.requests',
    score: 0.92,
    when: / did i (?:\w+ ){0,3}(?:request|book|apply|put|submit|ask|schedule|take) /u,
  },
  // What nobody here can do comes first: it would otherwise look like one of the four.
  {
    intent: 'leave.beyond',
    score: 0.96,
    when: / (?:approve|reject|decline|deny|sign off) (?!my )(?:\w+ ){0,4}(?:leaves?|vacation|requests?|time off|holidays?|pto|applications?) /u,
    leave: false,
  },
  {
    intent: 'leave.beyond',
    score: 0.96,
    when: / (?:waiting for|awaiting|need|needs) my approval | (?:requests|leaves) (?:\w+ )?to approve | approve (?:it|them|everything) |^ (?:please |can you |could you )?approve my /u,
    leave: false,
  },
  {
    intent: 'leave.beyond',
    score: 0.95,
    when: / who (?:is|are|else is|all is|will be|has|took|takes)(?: \w+){0,3} (?:off|out|away|on leave|on vacation|on holiday|absent|leave) | who is (?:off|out|away) /u,
    leave: false,
  },
  {
    intent: 'leave.beyond',
    score: 0.94,
    when: / (?:policy|policies|rules?|carry over|carry forward|carried (?:over|forward)|encash\w*|how does (?:\w+ )?leave work|notice period|eligible|eligibility) /u,
  },
  {
    intent: 'leave.beyond',
    score: 0.94,
    when: / (?:public|bank|company|national|official|statutory) holidays? | (?:is|are) (?:\w+ ){1,3}a (?:public )?holiday | holiday (?:list|calendar) | next holiday | which days are holidays | holidays (?:are|do we|this year|in (?:the )?\w+ this) /u,
    leave: false,
  },
  {
    intent: 'leave.beyond',
    score: 0.9,
    when: / (?:is|was|will) (?!my |the |it |there |that |this |i |be |not )\w+ (?:be )?(?:off|away|out|on leave|on vacation|on holiday) /u,
    leave: false,
  },

  {
    intent: 'leave.cancel',
    score: 0.95,
    when: new RegExp(String.raw` ${CANCEL_VERB} (?:\w+ ){0,6}(?:${NOUN}|${REQUEST}|off|hr lap)`, 'u'),
    leave: false,
  },
  {
    intent: 'leave.cancel',
    score: 0.9,
    when: new RegExp(String.raw` ${CANCEL_VERB} (?:my |the |that |for )?(?:${DAY}) `, 'u'),
    leave: false,
  },
  {
    intent: 'leave.cancel',
    score: 0.93,
    when: / (?:do not|no longer|not) (?:be )?(?:need|want|taking|take|require|going to take|going on)(?: to take)? (?:\w+ ){0,5}(?:leaves?|off|vacation|holidays?|time off|pto)/u,
    leave: false,
  },
  {
    intent: 'leave.cancel',
    score: 0.92,
    when: / (?:off|leave|vacation|holiday|request) (?:\w+ ){0,3}(?:cancelled|canceled|withdrawn|removed|deleted) (?:please|for me)?/u,
  },
  {
    intent: 'leave.cancel',
    score: 0.86,
    when: / (?:coming in|be in|work|working|be at work|come in) (?:\w+ ){0,4}(?:after all|anyway|instead of (?:my|taking|being)) /u,
    leave: false,
  },
  {
    intent: 'leave.cancel',
    score: 0.9,
    when: / changed my mind (?:about|on) (?:\w+ ){0,4}(?:leave|vacation|holiday|off|request)/u,
  },

  {
    intent: 'leave.requests',
    score: 0.93,
    when: new RegExp(
      String.raw` (?:show|list|see|view|display|look up|find|get|give|pull up|open|tell|what|which|where|any|how many|are there|check|track|review)(?: \w+){0,6} (?:${REQUEST}) `,
      'u',
    ),
  },
  {
    intent: 'leave.requests',
    score: 0.92,
    when: / (?:has|have|did|is|was|were|are|will|if) (?:\w+ ){0,7}(?:approved|accepted|rejected|declined|denied|approve|accept|gone through|go through|been confirmed|still pending|waiting|signed off|turned down)/u,
  },
  {
    intent: 'leave.requests',
    score: 0.91,
    when: / (?:status|state|progress|news|update|updates) (?:\w+ ){0,3}(?:my|the|on) (?:\w+ ){0,4}(?:leaves?|requests?|vacation|holidays?|time off|pto|applications?|off)/u,
  },
  {
    intent: 'leave.requests',
    score: 0.92,
    when: / (?:what|which|any|the|show|list|all|see) (?:\w+ ){0,5}(?:leaves?|vacation|vacations|time off|days? off|holidays?|pto)(?: \w+){0,4} (?:booked|planned|scheduled|requested|coming up|applied for|upcoming|put in|taken off|lined up) /u,
  },
  {
    intent: 'leave.requests',
    score: 0.92,
    when: / (?:pending|upcoming|approved|rejected|open|planned|booked|scheduled|past|previous|declined|future|outstanding) (?:\w+ )?(?:leaves?|vacation|vacations|time off|days? off|holidays?|pto|requests?|applications?) /u,
  },
  {
    intent: 'leave.requests',
    score: 0.92,
    when: / when (?:is|am|are|was|do|did|will) (?:my|i)(?: \w+){0,5} (?:leave|vacation|holidays?|off|pto|away|time off|day off|break) /u,
    leave: false,
  },
  {
    intent: 'leave.requests',
    score: 0.9,
    when: / (?:leave|vacation|holiday|time off|pto|absence) (?:history|plans?|schedule|calendar|record|records|list|overview|requests|applications|bookings) /u,
  },
  {
    intent: 'leave.requests',
    score: 0.9,
    when: / (?:am i|do i have|have i got|did i|have i) (?:\w+ ){0,6}(?:booked|requested|applied|planned|scheduled|coming up|off next|off this|off on|put in|submitted) /u,
  },
  { intent: 'leave.requests', score: 0.88, when: / am i (?:off|on leave|on vacation|away) /u, leave: false },
  { intent: 'leave.requests', score: 0.9, when: / (?:my|all) (?:\w+ ){0,2}(?:requests|applications) /u, leave: false },
  {
    intent: 'leave.requests',
    score: 0.88,
    when: / what (?:happened|about|is happening) (?:to|with|about)? ?my (?:\w+ ){0,3}(?:request|application|leave request) /u,
    leave: false,
  },

  { intent: 'leave.balance', score: 0.94, when: / (?:balance|balances|entitlement|allowance|quota|accrued|accrual) /u },
  {
    intent: 'leave.balance',
    score: 0.93,
    when: / how (?:much|many)(?: \w+){0,5} (?:leaves?|vacation|vacations|holidays?|pto|time off|days? off|days|annual|sick|personal|bereavement|casual) /u,
  },
  {
    intent: 'leave.balance',
    score: 0.92,
    when: / (?:left|remaining|remain|remains|available|unused|leftover|left over) /u,
  },
  {
    intent: 'leave.balance',
    score: 0.9,
    when: / (?:do|have|if|whether) i (?:still |even |currently |already )?(?:have|got)(?: got)? (?:any|enough|some|more|more than|sufficient)(?: \w+){0,4} /u,
  },
  { intent: 'leave.balance', score: 0.9, when: / (?:run|ran|running) out of | (?:used up|used all|use up) /u },
  {
    intent: 'leave.balance',
    score: 0.89,
    when: / (?:days|leave|vacation|time off|holidays?|pto)(?: \w+){0,2} (?:can|could|may|am|have|did|do) i (?:\w+ ){0,3}(?:take|taken|use|used|have|get|got|allowed|entitled) /u,
  },

  {
    intent: 'leave.book',
    score: 0.9,
    when: new RegExp(
      String.raw` (?:book|apply|applying|request|requesting|submit|put|schedule|file|log|register|arrange|reserve|raise|create|enter|ask for|asking for|plan|make|sign me up|block)(?: \w+){0,6} (?:${NOUN}|off|absence|break) `,
      'u',
    ),
    leave: false,
  },
  {
    intent: 'leave.book',
    score: 0.87,
    when: new RegExp(
      String.raw` (?:take|taking|need|want|would like|like|have|get|give|wish|hoping|love|require|grant)(?: \w+){0,7} (?:${NOUN}|off) `,
      'u',
    ),
  },
  {
    intent: 'leave.book',
    score: 0.88,
    when: / (?:i am|i will be|i would be|i shall be|i will|i am going to be|i need to be|i have to be|mark me(?: as)?|put me(?: down)?(?: as| for)?|set me(?: as)?|want to be) (?:\w+ ){0,2}(?:off|out|away|sick|ill|unwell|absent|on leave|on vacation|on holiday|on sick leave|out of office|out sick) /u,
    leave: false,
  },
  {
    intent: 'leave.book',
    score: 0.9,
    when: / (?:call|calling|called|phone|phoning|report|reporting) (?:in )?sick | off sick | out sick | sick (?:today|tomorrow|yesterday|day|since) /u,
    leave: false,
  },
  {
    intent: 'leave.book',
    score: 0.88,
    when: / (?:feel|feeling|felt) (?:\w+ )?(?:sick|ill|unwell|terrible|awful|lousy|bad|poorly) | not (?:feeling|feel) (?:\w+ )?(?:well|good|great) | (?:have|got|has) (?:the |a |an )?(?:flu|fever|migraine|stomach bug|cold|covid|food poisoning) /u,
    leave: false,
  },
  {
    intent: 'leave.book',
    score: 0.88,
    when: / (?:will not|can not|can t|not going to|not) (?:be |come |coming |make it |be coming )?(?:in|in to work|to work|into work|at work|to the office|into the office|able to come in|able to work) /u,
    leave: false,
  },
  {
    intent: 'leave.book',
    score: 0.86,
    when: / (?:going|go|goes|leaving|away) on (?:a |my )?(?:vacation|leave|holiday|holidays|honeymoon|sick leave|maternity leave|paternity leave) /u,
    leave: false,
  },
  {
    intent: 'leave.book',
    score: 0.85,
    when: new RegExp(
      String.raw` (?:book|take|taking|reserve|request|can i have|could i have|may i have|i want|i need) (?:\w+ ){0,3}(?:${DAY}) (?:\w+ ){0,6}off `,
      'u',
    ),
    leave: false,
  },

  {
    intent: 'talk.help',
    score: 0.9,
    when: /^ (?:help|help me|help please|what can you do|what do you do|what can i (?:ask|say)(?: you)?|how can you help|how do you work|what are you able to do|what are you good (?:for|at)|show me what you can do|commands|options|menu|what else can you do|how does this work|what now|how do i use (?:this|you)|can you help(?: me)?|i need help|what are my options)(?: \w+){0,3} $/u,
    leave: false,
  },
  {
    intent: 'talk.who-are-you',
    score: 0.9,
    when: / (?:who|what) are you | are you (?:a |an )?(?:human|robot|bot|ai|real|person|machine|chatbot) | (?:what is|tell me) your name | who (?:made|built|created) you /u,
    leave: false,
  },
  {
    intent: 'talk.how-are-you',
    score: 0.9,
    when: / how (?:are|is) (?:you|it going|things|your day|life)| how do you do | what is up | how have you been /u,
    leave: false,
  },
  {
    intent: 'talk.thanks',
    score: 0.88,
    when: /^ (?:\w+ ){0,3}(?:thanks|thank you|thank|cheers|much appreciated|appreciate it|ta)(?: \w+){0,6} $/u,
    leave: false,
  },
  {
    intent: 'talk.greeting',
    score: 0.86,
    when: /^ (?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening|day)|morning|greetings|yo|namaste|hallo|hi there|hey there|hello there)(?: \w+){0,2} $/u,
    leave: false,
  },
  {
    intent: 'talk.goodbye',
    score: 0.86,
    when: /^ (?:\w+ ){0,2}(?:bye|goodbye|see you|good night|see ya|talk to you later|that is all|that would be all|that will be all|nothing else|i am done|cya|take care|have a (?:good|nice|great) \w+)(?: \w+){0,3} $/u,
    leave: false,
  },
  {
    intent: 'talk.praise',
    score: 0.84,
    when: /^ (?:\w+ ){0,3}(?:great|good job|well done|awesome|perfect|amazing|nice|cool|brilliant|you are (?:great|awesome|the best|helpful)|love it|excellent|good|wonderful)(?: \w+){0,2} $/u,
    leave: false,
  },
  {
    intent: 'talk.complaint',
    score: 0.84,
    when: / (?:you are (?:useless|stupid|dumb|wrong|bad|terrible)|this is (?:useless|stupid|ridiculous)|you suck|that did not help|not helpful|does not work|useless) /u,
    leave: false,
  },
];

/** The rules of this release: patterns over mended words, weighed against words that only look like leave. */
export const ruleScorer: IntentScorer = {
  score(text) {
    const words = plainWords(text);
    const strong = noun.test(words);
    const misled = FALSE_FRIENDS.test(words) && !/ days? /u.test(words);
    const leave = !misled && (strong || offDay.test(words) || / (?:hr lap|sick|bereavement) /u.test(words));
    const elsewhere = OTHER_OBJECTS.test(words) && !strong && !offDay.test(words);
    const scores = new Map<Intent, number>();
    for (const rule of RULES) {
      const isLeave = rule.intent.startsWith('leave.');
      if (isLeave && (misled || elsewhere)) continue;
      if (rule.leave !== false && !leave && !(rule.intent === 'leave.requests' && requestNoun.test(words))) continue;
      if (rule.when.test(words)) scores.set(rule.intent, Math.max(scores.get(rule.intent) ?? 0, rule.score));
    }
    if (leave && !elsewhere) {
      scores.set('leave.topic', 0.4);
      // "annual leave 7 to 11 December", "Friday off please": nothing but leave and a day is a wish for it.
      if (day.test(words) && !/ (?:how|what|why|which|who|when|where) /u.test(words)) {
        scores.set('leave.book', Math.max(scores.get('leave.book') ?? 0, 0.6));
      }
    }
    scores.set('other', 0.3);
    return [...scores].map(([intent, score]): IntentScore => ({ intent, score })).sort((a, b) => b.score - a.score);
  },
};
