/** Forms of words that go on from what was talked of last, and say nothing by themselves. */
import { plainWords } from '../../language/nlu/quick/leave-vocabulary.ts';

const PLACE =
  '(?:the |number )?(?:first|second|third|fourth|fifth|last|other|1st|2nd|3rd|4th|5th)(?: one| two| task| deal| request| claim| meeting)?';

/** "The second one", "tell me more about the last": points into what was listed. */
const POINTS = new RegExp(
  `^ (?:please |and |ok |okay |so |can you |could you |show me |show |tell me (?:more )?about |tell me more on |more (?:about|on) |details (?:of|on|about) |open |explain |what (?:is|about) |how about |who is |whats )*${PLACE}(?: please| then| again)? $`,
  'u',
);

const FORMS: readonly RegExp[] = [
  POINTS,
  // "And Tom?", "what about Thursday?": so short a question is about what was talked of last.
  /^ (?:and|what about|how about|and what about|and how about)(?: \S+){1,4} $/u,
  /^ (?:please |can you |could you )?(?:move|push|shift|reschedule|postpone|bring) (?:it|that|this)(?: \S+){0,6} $/u,
  /^ who (?:else )?(?:is|are|s) (?:all )?(?:coming|invited|attending|joining|going|in it|there) $/u,
  // "What is his number?": he was talked of last.
  /^ (?:\S+ ){0,4}(?:his|her|their) \S+(?: \S+){0,2} $/u,
  // "Make it 85k": what was talked of last, wanted different.
  / (?:make|set|bump|raise|lower) (?:it|that) (?:to )?\S+(?: \S+)? $/u,
  // "How does it compare to last month?"
  /^ (?:and |so )?(?:how (?:does|did) (?:it|that|this) compare|(?:is|was) (?:it|that|this) (?:more|less|higher|lower|better|worse|different)|(?:what is|whats|what was) the (?:difference|change)|compare (?:it|that|this)|compared? (?:to|with)) /u,
  // "Which ones are overdue?"
  /^ (?:and |so |ok |okay |but )*(?:which|what) (?:ones?|of (?:them|those|these))(?: \S+){0,6} $/u,
  // "Is the 24th one of them?"
  /^ (?:and |so )?(?:is|are|was|were) (?:\S+ ){1,6}(?:one of (?:them|those)|on (?:it|the list)|included) $/u,
  // "And the rest?"
  /^ (?:and |ok |what about )*(?:the )?(?:rest|others?|other ones|remaining ones)(?: of (?:it|them|the week|this week))? $/u,
  // "By month", "difference to October?"
  /^ (?:and )?(?:by|per) \S+(?: \S+)? $/u,
  /^ (?:what is the |whats the )?differences? (?:to|with|from) (?:\S+ ?){1,4}$/u,
  // "Cancel that again"
  /^ (?:ok |okay |no |actually |please |and |then |can you )*(?:cancel|withdraw|revoke|call off|delete) (?:it|that|this)(?: one)?(?: again| please| then| after all)* $/u,
  // "Biggest one?"
  /^ (?:and |so |what is |whats |which is |which one is )*(?:the )?(?:biggest|largest|highest|smallest|oldest|newest|latest|best|most (?:likely|valuable|urgent|promising))(?: one| deal| of them)? $/u,
  // "Status of that?"
  /^ (?:and |what is |whats |hows )*(?:the )?(?:status|state|news)(?: (?:of|on|with) (?:it|that|this|that one))? $/u,
  // "When does it close?", "how old is it?"
  /^ (?:and |so )?(?:when|where|how (?:much|long|old|big|far|many)|what|who) (?:does|is|was|did|will|are) (?:it|that|this|they|that one|this one)(?: \S+){0,4} $/u,
];

const MORE_OF_IT = /^ (?:and|what about|how about|and what about|and how about)(?: \S+){1,4} $/u;

/** Whether words are so short, or point so plainly, that they go on from what was talked of. */
export function isGoingOn(text: string): boolean {
  const words = plainWords(text);
  return FORMS.some((form) => form.test(words));
}

/** "And Tom?": more of the same. */
export function goesOnWithMore(text: string): boolean {
  return MORE_OF_IT.test(plainWords(text));
}

/** A place in a list, and nothing else. */
export function isPointing(text: string): boolean {
  return POINTS.test(plainWords(text));
}

/** "The second one": which place words point at, from 0; `last` is -1. Null for other words. */
export function pointedPlace(text: string): number | null {
  if (!isPointing(text)) return null;
  const word = / (?<place>first|second|third|fourth|fifth|last|other|1st|2nd|3rd|4th|5th) ?/u.exec(plainWords(text))
    ?.groups?.['place'];
  if (word === undefined) return null;
  if (word === 'last') return -1;
  if (word === 'other') return 1;
  const at = ['first', 'second', 'third', 'fourth', 'fifth'].indexOf(word);
  return at === -1 ? Number.parseInt(word, 10) - 1 : at;
}
