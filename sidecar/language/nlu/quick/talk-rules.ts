import type { Rule } from './rule.ts';

/** Small talk. */
export const TALK_RULES: readonly Rule[] = [
  {
    intent: 'talk.help',
    score: 0.97,
    when: /^ (?:\w+ )?how (?:do|can|should|would|could) (?:i|we|one|you) (?:\w+ )?(?:apply|request|book|cancel|ask|submit|take|file) /u,
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
