/** Words that stand where a name could and are none: what is done, made, used and talked of at work. */
import { NOT_NAMES } from './names.ts';

const COMMON = new Set(
  `able above absence access account accounts accounting action actions activities activity add admin adjust advance advice after again against agenda agree ahead
  ai air airport alarm align almost along already alternatives although always amount amounts amsterdam analysis announce annoy answer answers anybody anymore anything anytime
  anyway anywhere api app apple apps area argue around arrange arrival article articles asap ask assign assistant assets attach attachment attend attendees attention audit austin author availability
  away awesome background bad bag bank base basic basis be bear because become been before begin behind being believe below benefit benefits berlin best better between beyond big bill
  billing birthday bit block blocked blocker blockers blocks blue board bonus books booking booked boston both bottom box brand break breakfast brief bring brunch budget budgets bug bugs build building
  bunch bus business busy but buy cab cake calendar calendars call called caller calls campaign campaigns candidate candidates car card cards care case cases cash catch catchup catering cause
  center central certain chance change changes changed channel charge charges chart chat cheap checked checkin checklist checks chicago choice claim claims class clean cleanup clear client clients
  clock close closed closing clothes cloud club coaching code coffee cold collect comment comments commission common compare compensation complain complete completed compliance computer concern conduct
  conf conference confirm confirmation conflict conflicts congrats connect consider construction consultant consulting contact contacts content context continue contract contracts control conversation cool
  copy core corner correct cost costs could count country coupon course cover coverage create created credit crew critical crm culture currency currently custom customer customers customs cut
  daily dashboard data database date dates deadline deadlines deal deals debate debrief decide decision decisions deck decline deep default define delay delegate delete deliver delivery demo demos
  department departments deploy deployment deposit design designer desk detail detailed details dev developer developers development did different difficult digital dinner direct direction directions director
  directory directors disability discount discuss discussion distance distribution do docs doctors document documentation documents does done dollars done door doors double doubt download draft drafts drinks drive driver drop due
  during duration each early earlier earn easy eat edit education effect effort either else email emails emergency employees employer end ends engineer engineers enough ensure enter entire entries entry equipment
  error errors escalate especially essential estimate estimates etc europe even evening event events ever everything everywhere evidence exact exam example excel except exchange excuse executive executives exercise exit expect expense expenses
  experience expert explain explore export extend external extra eye eyes face fact fail failure fair fall family far fare fares fast favor feature features fee feedback feel fees few field figma figure figures file files fill final
  finalize finally finance financial financing find fine finish finished fire firm first fit fix fixed fixes flag flight flights floor flow fly focus folder follow followup following food foot force forecast forget form format
  forms forward found france free freelance fresh friend friends front fuel full fun function fund funding funds funny further future game gas gasoline gear general germany gift github give given gitlab glad global gmail goal goals
  god goes gold gone good goods google got government grade grand graph great green ground group groups grow growth guess guest guests guide guidelines guides gym had half hall hand handle handbook handover happen happy hard hardware
  hate head headphones health healthcare hear heart heat heavy hello help her hey high highlights hire hiring hit hold home hope hospital host hosting hotel hotels hour hours house household how however huge human hybrid icon idea ideas
  identify image immediately impact implementation import important improve improvement include including income increase india individual industry info inform information infra infrastructure initial input insight insights install instance
  instead insurance integration intention interest internal internet intern interns interview interviews introduce introduction inventory invest investment investors invite invites invoice invoices involve issue issues it italy item items itinerary
  itself jira job jobs join joint journal journey jump keep key keyboard keynote keys kick kickoff kind kitchen know knowledge lab labor lack lady land language laptop laptops large last late later latest launch law lawyer lead leader leaders
  leadership leads learn least left legal less lesson lesser lessons let letter level leverage liability license licenses life light limit limits line link linkedin links list lists little live load loan local location locations lock lodging log logged london long
  longer look looks loop lose loss lost lot lots love low luck lunch lunches machine made mail main maintenance make makes man manage management managers manual map margin mark market marketing match material materials math matter
  max maximum maybe meal meals mean means measure media medical medium meet meeting meetings member members memo memory mention menu merge mess message messages met method metrics mic microphone microsoft mid middle might mileage milestone milestones
  mind minimum minor minute minutes misc miss missing mistake mobile mode model modern module moment money monitor monitors monthly mood moon moved movie munich music must myself naming name names national nature near necessary need needed needs negotiation
  network never news newsletter nice night noon nope norm normal note notebook notebooks notes nothing notice notify notion now number numbers object objective objectives obvious occasion offer offers official often oil okay old onboarding once online
  onsite onto open opening openings operation operations opinion opportunities opportunity option options order orders org organisation organization original others otherwise outlook output outside outstanding overall overdue overnight overtime overview own owner owners pack package
  packages page pages paid paper papers parent parental paris park parking part participants parties partner partners parts party pass password past patent path patient pay payable payment payments payroll payslip payslips peer peers pending penalty pension per percent perfect performance perhaps period
  permission permit person personnel phase phone phones photo phrase pick picture piece pilot pipeline pitch pizza place plan planned plans planning plant platform play player playbook plenty plus pm point points poland police policies policy pool poor popular portal position possible
  post postpone potential power powerpoint practice prep prepare present presentation presentations press pressure pretty prevent preview previous price prices pricing print printer printing prior priority private pro probably problem problems procedure procedures process processes procurement produce product production
  products profile profit program programs progress project projects promise promotion prompt proof proper property proposal proposals prospect prospects protect prototype provide public publish pull purchase purchases purpose push put qa quality quarter quarterly quarters query question questions queue quick quickly quiet quite quote quotes
  rail raise random range rate rates rather reach reaction read ready real reason reasons recap receipt receipts receive recent recently receptionist recommend record recorded records recruiter recruiters recruiting red redo reduce reference refund refunds regard regarding regards region regional register regular reimburse reimbursement reimbursements reject
  relation relationship release releases relocation remember remind reminder reminders remote remove renew renewal rent rental repair replace reply report reports representative research reserve resource resources respect respond response responsibility rest restaurant result results resume retention retreat retro retrospective return returns revenue
  review reviewer reviewed reviews revise reward rfp rich ride rides right rise risk risks road roadmap role roles roll room rooms round route row rule rules run running rush safe safety salary sale sales salesforce same sample save savings say scan scenario schedule scheduled schedules school science scope screen screenshot script
  search season seat seats second section sector secure security see seem select self sell send sending senior sense sent separate september series serious serve server servers service services session sessions set setting settings settle setup seven several shall shape share shareholder shares sheet shift ship shipment shipping shop short shot should
  shoulder shows shut side sign signature signed significant signoff similar simple since sir site sites situation size skill skills skip slack sleep slide slides slip slips slot slots slow small smart snack snacks so social software solution solutions solve somebody something sometimes somewhere soon sorry sort sound sounds source space spain
  speak speaker special specific spec specs spend spending spent spoke sprint sprints staff staffing stage stages stakeholder stakeholders stand standard standup start started starting state statement station statistics stats status stay step steps stick stipend stock stop storage store story storm strategy stream street strong structure student studies
  study stuff style subject subjects submission submit submitted subscription subscriptions success such suggest suggestion suit summaries summary supplier suppliers supplies supply support suppose sure surface surprise survey swap switch sync system systems table tables tag take talk talks target targets task tasks tax taxes taxi taxis tea teach teams teamwork tech technical
  technology tell template templates ten term terms test testing tests text than thank that theirs then therefore thing things think though thought through thursdays ticket tickets tidy tie tip tips title todo together token tokyo tool tools top topic topics total touch tough tour toward towards town track trade traffic trailing train trainer training trains transfer
  transit transport transportation travel trello trial trip trips trouble true trust truth try turn tv twice type types typical uber ui uk under understand unit units unless until unused up upcoming update updates upgrade upload upon urgent urgently us usa usage use used useful user users usual vacancy vacations valid value variety various vendor vendors venue version versions very via
  video view virtual visa vision visit visitor visitors voice volume vote wait wages walk wall want warehouse warning waste watch water way ways wear weather web webinar website wedding weeks weekly weight welcome well went wellness whatever whenever whether while whiteboard wholesale why wide wifi willing win window windows wine wipe wish within without wonder word
  wording words work worker workers workflow workflows working works workshop workshops world worry worth would wow wrap write writing wrong yahoo yard year yearly yes yet young yours yourself youtube zero zone zoom hubspot sap erp erpnext frappe hrms asana confluence dropbox okta aws azure ios android linux mac macbook iphone ipad lyft airbnb starbucks amazon fedex ups dhl hilton marriott
  vp ceo cfo cto coo pto ooo eod eow eom asap fyi tbd faq kpi kpis okr okrs roi sla slas sow nda ndas po pos pdf csv ppt doc docs usd eur gbp inr am please today's tomorrow's`.split(
    /\s+/u,
  ),
);
/** Verbs after "to" and the like, and endings that names seldom have. */
const ENDINGS =
  /(?:[^k]ing|tion|sion|ment|ness|ship|able|ible|ously|fully|ality|ivity|ency|ance|ware|ology|ies|ings|ers|ors)$/u;
const VERBS = new Set(
  `ask accept achieve act approve archive assess assist avoid backup bake block borrow call cancel carry celebrate choose claim clarify climb code commit complete compose configure confirm contribute convert cook correct dance debug define deliver deploy describe discuss dispute
  draw earn eat encourage engage enjoy enroll escalate evaluate examine execute exist expand explain file fill finalise finalize finish fix fly fulfil gather generate grab greet grow guide handle hear hide hire hurry hunt implement improve inspect install integrate investigate
  iron jog kill launch lay lend lift listen load lock maintain measure migrate modify mow nominate obtain onboard open organise organize pack paint park patch pay permit pick place plan play pour praise prepare present prevent print proceed produce promote propose protect prove publish
  purchase quit race raise reach read rebuild reconcile refill refresh refuse register reinstall relax rename renew repeat rephrase report request rescue research reserve reset resolve restart restore revisit rewrite sell separate settle share ship shop sign sing sit sleep slice smile solve sort speak spell split sponsor stay store
  strike study submit succeed suggest sum summarise summarize supply survive swim teach tell test thank think throw tidy trace train translate travel trigger troubleshoot tweak type understand unlock unpack upload vacate validate verify visit volunteer vote walk wash watch water wear withdraw wrap write`.split(
    /\s+/u,
  ),
);
/** Written with a capital, and yet no people. */
const CAPITALISED = new Set(
  'q1 q2 q3 q4 hr it us uk eu ceo cfo cto vp pto ooo eod ok pr qa ui ux api crm erp kpi okr faq pdf zoom slack teams outlook excel word jira github gitlab notion google microsoft apple amazon uber lyft salesforce hubspot linkedin powerpoint erpnext frappe hrms english german french spanish christmas easter thanksgiving'.split(
    ' ',
  ),
);
/** Names that are words, too: names only with a capital of their own. */
const BOTH = new Set(
  'will mark bill grace grant rose hope joy art rob sue drew dean chase page frank summer faith ray jack max rich pat bob dick gene miles earl penny price case park young king'.split(
    ' ',
  ),
);

/** A word that may be (a part of) somebody's name. `capital`: it is written with one that no start of a sentence explains. */
export function mayBeName(word: string, capital: boolean): boolean {
  if (!/^\p{L}[\p{L}\p{M}'’.-]*$/u.test(word) || word.length < 2) return false;
  if (capital) return !CAPITALISED.has(word) && (BOTH.has(word) || !NOT_NAMES.has(word));
  return !NOT_NAMES.has(word) && !COMMON.has(word) && !VERBS.has(word) && !ENDINGS.test(word);
}
