/** Which document words mean, which section of it, and what kind of summary. */
import { ARTICLES, type Asking, AUXILIARIES, bareMatter, PRONOUNS, QUESTION_WORDS, wordSet } from './bare-words.ts';
import { firstOf, plainQuestion, trimmed } from './matter-words.ts';

const ASKED_FOR =
  'open show get give read see look find fetch pull bring dig take go pass hand put call display print send download load locate view check up out me us at into in through on for of to full text version wanna want need like missed quickly just only please kindly now wondering looking searching seen got know where copy whole entire';
/** A document is to be opened. */
export const READING: Asking = {
  lead: wordSet(ASKED_FOR, PRONOUNS, AUXILIARIES, QUESTION_WORDS, ARTICLES, 'and so if about'),
  tail: wordSet(
    ASKED_FOR,
    PRONOUNS,
    AUXILIARIES,
    QUESTION_WORDS,
    ARTICLES,
    'and so if again somewhere anywhere around screen full',
  ),
  request:
    /^(?:(?:please|can you|could you|so|and|then) )*(?:open|show|get|give|read|see|fetch|find|pull|bring|display|let me|let us|i (?:need|want)|summari[sz]e|sum|shorten|brief|condense|recap)(?: |$)/u,
};
/** No "minutes": those are a document. */
const SHORTENING =
  "summarise summarize summary sum shorten condense squeeze boil compress recap resume brief briefly short shortly roughly nutshell bullet bullets points point main key important essentials essence gist highlights takeaways takeaway matters matter lines line sentences sentence words max maximum most plain simple long thorough thoroughly detailed detail details run walk talk tell make write come comes came down boils say says said stands agreed decided according from as by with about two three four five six ten few couple no time too quick under than less didn't do action items to-dos crux not tl;dr tldr";
const SUMMING: Asking = {
  ...READING,
  lead: new Set([
    ...READING.lead,
    ...wordSet(
      SHORTENING,
      'outline overview digest contents together facts messages statements core after reading keep depth in-depth one-liner',
    ),
  ]),
  tail: new Set([...READING.tail, ...wordSet(SHORTENING, 'together')]),
};
const ID = /\b(?<id>doc-?\d{2,})\b/iu;
const KIND_END = / (?:documents?|docs?|articles?|files?|pdf|page)$/u;
const SECTION = [
  /\b(?:section|chapter|page|part) (?<it>[\w.]+)(?= (?:of|in|from) | *$|,)/u,
  /\b(?:the )?(?<it>[a-z]+) (?:section|chapter|part) (?:of|in|from)\b/u,
  /\b(?:section|chapter|part) (?:on|about) (?<it>.+?)(?= (?:of|in) |,|$)/u,
];
const DOCUMENT = [
  /^i (?:can't|cannot|don't|could not|couldn't) (?:find|locate|see) (?<it>[^,]+?)(?:,.*)?$/u,
  /^(?:is|are) (?<it>.+?) (?:somewhere|anywhere|around|here),? .+$/u,
  /^(?<it>.+?),? (?:where (?:is|are) (?:it|they)|open it|show it|please open it)$/u,
  /^(?:have you got|do you have|have we got|do we have|is there) (?:the |a |an |our )?(?<it>.+)$/u,
  /^open up (?<it>.+)$/u,
  /^(?:pull|bring|call) (?<it>.+) up$/u,
  /^(?<it>.+?),? (?:can|could|would|will) you .+$/u,
  /^(?:i(?:'m| am) (?:looking|searching) for|where (?:did|do|have) (?:we|you|they) (?:put|keep|kept|store|save|have)|let(?:'s| us) (?:see|read|open|look at)|bring (?:me|us)|i (?:have|want|need) to (?:see|read|open)) (?<it>.+)$/u,
  /\b(?:section|chapter|part) (?:on|about) .+? (?:of|in) (?:the |our )?(?<it>.+)$/u,
  /\b(?:section|chapter|part|page) (?:(?:on |about )?[\w.]+ )?(?:of|in|from) (?<it>.+)$/u,
  /\b(?:wiki |help )?(?:articles?|documents?|docs?|files?|pages?) (?:on|about|called|named|with|titled) (?<it>.+)$/u,
  /^(?<it>.+?),? (?:section|chapter|page) (?:on |about )?[\w.]+$/u,
  /\b(?:pdf|copy) of (?<it>.+)$/u,
  /^where (?:can|do) i (?:read|see|look at) (?<it>.+)$/u,
  /^get (?<it>.+) up$/u,
  /^(?:where(?:'s| is| are)|where (?:can|do) i (?:find|get)) (?<it>.+)$/u,
  /^(?:open|show|get|read|display|pull up|pull|bring up|see|fetch|retrieve|load|give|need|download|view|i need|find|have|opn|look at|look up|look into|(?:have|take) a look at|locate|grab|print|produce|take me to|go to|have a look at|let me (?:see|read|have a look at|look at))(?: me| us)? (?<it>.+)$/u,
  /^(?<it>.+)$/u,
];
const NO_DOCUMENT =
  /^(?:(?:the )?(?:first|second|third|last) (?:one|result|article|document|hit)|(?:that|this|it)(?: (?:document|article|doc|one|page|file))?|(?:the |a |an |some )?(?:documents?|articles?|docs?|files?|page))$/u;

/** Articles of questions are called by their question: "open How to ask for leave". */
const QUESTION_TITLE =
  /^(?:open|show(?: me)?|read|get(?: me)?) (?<it>(?:How|What|When|Where|Who|Can|May|Do|Does|Is|Are) .+)$/u;

/** Arguments of `get_document`. */
export function documentOf(text: string): Record<string, unknown> {
  const plain = plainQuestion(text);
  const section = firstOf(plain, SECTION);
  const id = ID.exec(text)?.groups?.['id'];
  const sections = section === null ? {} : { section };
  if (id !== undefined) return { document_id: id.toUpperCase(), ...sections };
  const title = QUESTION_TITLE.exec(text)?.groups?.['it'];
  const named = title === undefined ? nameOf(firstOf(plain, DOCUMENT), READING) : plainQuestion(title);
  return { ...(named === null ? {} : { document_id: named }), ...sections };
}

function nameOf(said: string | null, asking: Asking): string | null {
  const raw = said === null ? null : bareMatter(said, asking);
  if (raw === null) return null;
  const bare = /^template for (?<of>\w+?)s?$/u.exec(raw)?.groups?.['of'];
  if (bare !== undefined) return `${bare} template`;
  const name = trimmed(
    raw
      .replace(/^(?:me |us )/u, '')
      .replace(/^(?:(?:have |take )?a look at|look at) /u, '')
      .replace(/^where(?:'s| is| are) /u, '')
      .replace(/(?: to me| please)$/u, '')
      .replace(
        /^(?:the |a |that |this )?(?:full |whole )?(?:article|document|doc|file|page|wiki page) (?:on |about )?/u,
        '',
      )
      .replace(KIND_END, ''),
  );
  return name === null || NO_DOCUMENT.test(name) || NO_DOCUMENT.test(raw) ? null : name;
}

const SHORT_FORM =
  '(?:tl;?dr|in (?:\\d+|one|two|three|a few) (?:words|sentences|lines)|(?:key|main|bullet) points|summary|gist|action items|to-?dos|takeaways|highlights|in short|in brief|briefly|in a nutshell|short version)';
const SUMMARY_FRAMES = [
  /^what(?:'s| is) (?:written|said|stated) in (?<it>.+?)(?:,? in (?:short|brief))?$/u,
  /^what (?:do|should|must) (?:i|we) (?:need to |have to )?know (?:from|about|of) (?<it>.+)$/u,
  /^(?<it>.+?) (?<! in )(?:short|shorter|brief)(?: for (?:me|us))?$/u,
  /^(?:read|go through|look at|take) (?<it>.+?) and (?:tell|give|show|list|summari[sz]e)\b.*$/u,
  /^(?:i (?:need|want)|we need) (?!.*\b(?:summary|overview|recap|gist|points|takeaways)\b)(?<it>.+?)(?: in \d+ words)?$/u,
  /\b(?:most )?important (?:points|things|parts|facts) (?:of|in|from) (?<it>.+)$/u,
  /^(?:i (?:don't|do not|haven't|can't|didn't|got|have|'ve got)(?: have| find| got)?(?: the| any| no)? time (?:to (?:read|go through)|for)|i(?:'m| am) not (?:gonna|going to) read|no time (?:to read|for)|too long to read:?) (?:(?:the|that|this) )?(?:whole |entire |full )?(?<it>.+?)(?:,| just| so| and| give| can| please| summari[sz]e| what| tell)(?: .*)?$/u,
  /\b(?:(?:short|shorter|quick|brief|long|condensed) )?version of (?<it>.+?)(?: please)?$/u,
  /^what (?:does|do) (?<it>.+?) boil down to$/u,
  /^what (?:did|do) (?:we|they|you) (?:agree|decide|commit)(?: on| to do| to)? (?:in|at|during|according to) (?<it>.+)$/u,
  /^(?:what|which) (?:action items|to-?dos|decisions|tasks|points) (?:are|come|came|were|do we have|is)(?: out| there)?(?: of| in| from)? (?<it>.+)$/u,
  /^what(?:'s| is| are) (?:the )?(?<it>.+?) (?:all )?about(?:,? (?:briefly|in short|in brief|in a nutshell))?$/u,
  /^what(?:'s| does| do) (?<it>.+?)(?: (?:basically|actually|really|essentially))? say(?: .*)?$/u,
  /^what (?:says|say) (?<it>.+?)(?: in|,)?(?: in short| in brief| briefly)?$/u,
  /^(?:bullet points|key points|main points) (?:from|of|in|for|out of) (?<it>.+?)$/u,
  new RegExp(
    `^(?!what|which|give|summari|sum up|shorten|recap|tl|the key|key|main)(?<it>.+?),? ${SHORT_FORM}(?: please| pls)?$`,
    'u',
  ),
  /\b(?:section|chapter|part) (?:of|in) (?:the |our )?(?<it>.+)$/u,
  /\bcome out of (?<it>.+)$/u,
  /^(?:too long to read:|(?:i (?:don't|do not|can't) (?:have|find)(?: the)?|no|i have no) time (?:to read|for)) (?<it>.+?), .+$/u,
  /\b(?:crux|message|conclusions?|findings|contents?|bottom line) (?:of|in|from) (?<it>.+?)(?: in .+)?$/u,
  /\b(?:summary|summari[sz]e|sumarize|sumary|gist|main points|key points|main ideas|key takeaways|takeaways|highlights|essentials|(?:key|main|core|central|most important) (?:facts|messages|statements|findings|insights)|action items|action points|to-?dos|recap|digest|abstract|overview|outline|tl;?dr|tldr|short version|shorter version|essence|core)(?: please)?(?: of| in| from| out of|:)? (?:what )?(?<it>.+?)(?: says?| for me| in detail| please| to the essentials| in bullet points| out)?$/u,
  /\b(?:summari[sz]e|shorten|condense|outline|compress|boil down|boil|recap|sum up|sumarize|explain)(?: me)? (?<it>.+?)(?: in detail| down to .*| to .*| into .*| for me| in a few words)?$/u,
  /^(?:what(?:'s| is| was| does| should i take away)|which) (?:important|decided|action items come out|the point|away|from)? ?(?:in|of|from|according to|about) (?<it>.+)$/u,
  /^what does (?<it>.+?) say (?:in short|in a nutshell|briefly)$/u,
  /^(?<it>.+?) (?:in (?:bullet points|short|a nutshell|\w+ sentences|\d+ words)|summary(?:, .*)?)$/u,
  /^(?:too long to read:|i don't have time to read) (?<it>.+?), .+$/u,
];
const SUMMARY_TYPES: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:action (?:items|points)|to-?dos|tasks come out|agree(?:d)? to do|there is to do|(?:we|i) (?:have to|need to|must|should) do)\b/u,
    'action_items',
  ],
  [
    /\b(?:key points|main points|principal points|(?:most )?important (?:points|things|parts|facts)|bullet points|bullets|takeaways|take away|main ideas|key takeaways|highlights|essentials|(?:key|main|core|central) (?:facts|messages|statements|findings|insights)|(?:what|that|which) matters|decisions)\b/u,
    'key_points',
  ],
  [/\b(?:detailed|in detail|in[- ]depth|(?<!too )long|thorough(?:ly)?)\b(?! to read)/u, 'detailed'],
  [
    /\b(?:short|brief|concise|in a few words|in a nutshell|gist|essence|one-liner|keep it short|too long,? didn't read|tl;?dr|short version|succinct|compact|quick (?:summary|recap|overview|rundown)|briefly)\b/u,
    'brief',
  ],
];

/** What the words that ask for something short leave: "make the audit report short". */
function bareName(rest: string, plain: string): string | null {
  return rest !== plain && /^(?!what|which|how|who|where|when|i |we |that|this|it|summar)\S+(?: \S+){0,4}$/u.test(rest)
    ? rest
    : null;
}

function summarised(words: string | null): string | null {
  return nameOf(words?.replace(/^(?:the )?(?:article|page|wiki page|document) (?:on|about) /u, '') ?? null, SUMMING);
}

/** Arguments of `summarize_document`. */
export function summaryOf(text: string): Record<string, unknown> {
  const plain = plainQuestion(text);
  const type = SUMMARY_TYPES.find(([pattern]) => pattern.test(plain))?.[1];
  const words = /\b(?<n>\d{2,4}) words\b/u.exec(plain)?.groups?.['n'];
  const id = ID.exec(text)?.groups?.['id'];
  const rest = plain
    .replace(/^in (?:bullets|bullet points|short|brief|a nutshell|a few words|\w+ (?:sentences|lines)),? /u, '')
    .replace(/,?(?: (?:in|at most|with|under|max|maximum)(?: at most)?)? \d+ words$/u, '')
    .replace(/, (?:at most|in) .*$/u, '')
    .replace(/(?<! in)(?: please)?,? (?:short|brief|briefly|keep it short|short please)$/u, '')
    .replace(
      / in (?:\d+|one|two|three|four|five|six|ten|a few|a couple of) (?:sentences?|lines?|words|paragraphs?)$/u,
      '',
    )
    .replace(/^(?:give|show|write|make|list|pull|get|can i have|read(?!.* and ))(?: me)? (?:an? |the )?/u, '')
    .replace(/^(?:an? |the )?(?:quick |short |brief |detailed |long )/u, '');
  const raw = /^(?:that|this|it)$/u.test(rest) ? null : (firstOf(rest, SUMMARY_FRAMES) ?? bareName(rest, plain));
  const name = id !== undefined ? id.toUpperCase() : (summarised(raw) ?? summarised(rest));
  return {
    ...(name === null ? {} : { document_id: name }),
    ...(type === undefined ? {} : { summary_type: type }),
    ...(words === undefined ? {} : { max_length: Number(words) }),
  };
}
