/** Words that mean the same to an office: a model that has read "push the sync" knows what "move the standup" wants. */

const TABLE = `
ABLE: can could would able possible
WANT: want need like wish love prefer hoping looking must require hope rather fancy planning
SHOW: show list display view see pull bring give open print fetch get tell let_me_see pull_up bring_up look_at read_out read_me reveal provide present check hand output look hear
FIND: find search look_up look_for lookup locate hunt dig where_is query browse track_down dig_up search_for seek spot come_up_with
COUNT: how_much how_many number_of count total sum amount quantity figure sum_of
STATUS: status state progress update news standing going stand far along happening track doing situation shape condition outcome result decision answer reply looked_at processed
CREATE: create make add new open raise start enter register set_up draft jot write put log_a capture build generate spin_up compose produce file prepare note_down launch issue
BOOK: book schedule arrange organise organize plan reserve set_up put_in pencil_in fix_up fix slot_in pop lock_in calendar agree
CHANGE: change move shift push reschedule postpone delay bring_forward switch swap bump adjust slide set_back rearrange relocate transfer alter modify rebook move_out slip prolong
EDIT: update edit modify set mark flag change raise bump lower put adjust amend correct revise fix tweak alter increase decrease
CANCEL: cancel call_off scrap delete remove drop withdraw retract revoke kill nix axe abort void rescind get_rid_of clear take_back drop_out pull_out take_off take_out wipe erase eliminate ditch strike lose
APPROVE: approve approved accept ok okay sign_off sign greenlight green_light authorise authorize give_the_nod wave_through clear let_through ratify endorse permit allow grant give_permission agree_to confirm nod
REJECT: reject decline deny refuse turn_down disapprove veto send_back say_no knock_back block deny_it throw_out dismiss refuse_it not_approve
FINISH: done finish finished complete completed close closed closing wrap_up wrapped_up tick_off check_off tick accomplished resolved sorted fixed ready handled delivered shipped through over
BEGIN: start started begin working in_progress picked_up begun begins underway kick_off commence commenced
SEND: send email mail write shoot drop fire_off forward reply dispatch deliver transmit
NOTIFY: notify tell inform message ping let_know text slack alert dm heads_up give_a_heads_up pass_on say_to relay brief advise warn announce share_with contact say shout_out
REMIND: remind reminder reminders nudge alert_me dont_let_me_forget do_not_let_me_forget wake ping_me remember recall prompt memo heads_up jog
SUMMARISE: summarise summarize summary tldr tl_dr gist key_points boil_down recap overview short_version bullet_points main_points condense action_items sum_up nutshell takeaways takeaway essence synopsis abridge outline abstract digest tl brief_version
COMPARE: compare versus vs against
FREE: free available availability busy open_slot openings slot slots gap clash vacant unoccupied opening window tied_up occupied engaged spare
LEAVE: leave leaves vacation vacations holiday holidays pto time_off day_off days_off off_work absence annual sabbatical off half_day half_days absent leave_days time_away paid_time_off furlough days_of_leave
SICK: sick ill unwell flu fever migraine poorly bereavement maternity paternity ache aches headache hurts surgery hospital injury injured cough nausea vomiting covid pain doctor
BALANCE: balance balances left remaining remain entitlement allowance allocation quota unused accrued available_days accrual credit remaining_days
PUBLICHOLIDAY: public_holiday bank_holiday public_holidays bank_holidays company_holidays closed closure official_day_off official_days_off national_holiday national_holidays statutory feast
REQUEST: request requests application applications
TASK: task tasks todo todos to_do to_dos to_do_list assignment assignments action_item ticket tickets work_item work_items chore issue issues job jobs activity_list deliverable deliverables
PROJECT: project projects milestone milestones initiative programme rollout migration relaunch campaign workstream
DUE: due overdue deadline late outstanding by_when expiring past_due behind late_on
PRIORITY: priority urgent important high critical low medium top pressing crucial asap
MEETING: meeting meetings call sync standup stand_up catch_up catchup one_on_one 1on1 one_to_one appointment appointments session interview workshop review invite event events retro kickoff kick_off demo huddle lunch coffee briefing conference get_together gathering chat talk hangout townhall onsite walkthrough
CALENDAR: calendar diary schedule agenda day timetable planner planning week
EXPENSE: expense expenses receipt receipts claim claims reimburse reimbursement reimbursements expensed reimbursable outlay spending_claim
SPEND: spend spent cost costs paid pay bought purchase charge spending expenditure spendings laid_out
OWED: owe owed owes owing reimbursed payout get_back paid_back pay_back money_back due_to_me repaid repay refund refunded
BUDGET: budget budgets budgeted funds budget_left overspent overspend overrun burn overspending spending_limit funding allocation_left cost_centre
REPORT: report reports breakdown statement spreadsheet report_of overview_of table summary_of export
MEAL: lunch dinner breakfast meal meals coffee snacks food restaurant
TRAVELTHING: taxi cab uber lyft train flight hotel parking mileage fuel gas bus tolls ticket airfare toll cab_ride ride airline ticket_to metro subway ferry tram rental
SUPPLYTHING: supplies stationery paper pens toner printer keyboard mouse monitor laptop headset chair desk software licence license subscription course training conference cable cables equipment adapter ink folders notebooks batteries charger webcam mousepad docking_station
DEAL: deal deals opportunity opportunities opp opps sale sales_opportunity renewal contract_deal
PIPELINE: pipeline funnel forecast
STAGE: stage won lost negotiation proposal prospecting qualification closed_won closed_lost closing qualified
LEAD: lead leads prospect prospects
CUSTOMER: customer customers client clients account accounts company companies buyer buyers patron shopper
CONTACT: contact contacts address_book counterpart contact_person
REACH: phone number mobile email address extension cell reach details telephone cellphone handle fax line direct_line
ACTIVITY: log record note noted spoke talked met called emailed had_a_call follow_up visit visited interaction conversation discussed chatted spoke_with rang
INVOICE: invoice invoices bill bills unpaid payment payments receivable receivables outstanding_balance
PERSON: employee employees colleague colleagues coworker people person staff someone anyone who directory teammate teammates workforce personnel workmates coworkers folks member members
BOSS: manager boss supervisor report_to reports_to line_manager reporting_manager superior head chief team_lead leader superior_of in_charge
REPORTS: direct_reports reports_to_me report_to_me my_reports reportees subordinates team_members my_team under_me direct_report my_people reporting_to below_me
BENEFIT: benefit benefits insurance dental vision health 401k retirement pension medical coverage plan copay deductible hsa premium perks insured plan_options medical_plan health_plan dental_plan optical wellness
PAY: salary payslip payslips paycheck paychecks pay payroll wage wages payday pay_stub pay_stubs net gross deductions tax w2 w_2 earnings income bonus take_home withholding paid earnings_statement compensation wage_slip remuneration tax_papers tax_form
POLICY: policy policies rule rules guideline guidelines allowed permitted entitled regulation limit code_of_conduct dress_code eligible eligibility allowed_to permitted_to forbidden conduct entitlement_rule restriction restrictions
PROCEDURE: procedure procedures process steps step_by_step how_do_i how_do_we how_to how_can_i how_should_i walk_me_through instructions workflow guide_me what_do_i_do how_does_one way_to way_of steps_for how_would how_might process_for tutorial
FAQ: faq faqs frequently_asked common_questions q_and_a
KB: knowledge_base kb wiki articles article help_center help_article docs documentation guides knowledge intranet handbook help_articles internal_docs handbook_article knowledge_articles
DOCUMENT: document documents doc file files pdf manual handbook page section chapter contract agreement slides deck presentation guide playbook guidebook template spec form minutes
CATEGORY: category categories topics topic sections subjects areas themes theme branches structure index contents
APPROVALQUEUE: pending waiting awaiting queue my_approval to_approve need_my_approval on_my_desk sign_off_on approval approvals signature sign my_ok my_signature decide decision waiting_on
WEATHER: weather rain sunny temperature forecast_for snow umbrella
NEWS: headlines match score election president war football
JOKE: joke funny story poem song sing riddle lyrics movie movies film
COOK: recipe cook bake ingredients
CODE: python javascript code script sql function bug regex program compile
TRANSLATE: translate translation spanish french german japanese meaning
DEVICE: lights music volume alarm thermostat door alexa siri timer playlist spotify wifi bluetooth screen
PERMISSION: permission permissions role roles admin password access user account_password rights
GREET: hi hello hey morning hiya howdy greetings yo
THANK: thanks thank thx cheers appreciate appreciated ta
BYE: bye goodbye later see_you good_night cya farewell
PRAISE: great awesome amazing excellent brilliant love perfect best wonderful nice helpful fantastic impressive well_done good_job
BLAME: useless stupid wrong bad terrible worst annoying awful disappointed frustrating garbage rubbish not_helpful not_working suck sucks broken dumb slow unhelpful ridiculous
SELF: you your yourself
VOICE: voice tone language verbose formal casual shorter briefer personality settings preferences notifications speak faster slower detailed concise
`;

/** One word: the concepts it belongs to. */
const single = new Map<string, string[]>();
/** First word of a phrase: the phrases (all words) with their concept. */
const multi = new Map<string, { readonly words: readonly string[]; readonly concept: string }[]>();

for (const line of TABLE.trim().split('\n')) {
  const [concept = '', entries = ''] = line.split(': ');
  for (const entry of entries.split(' ')) {
    const words = entry.split('_');
    const [first = ''] = words;
    if (words.length === 1) single.set(first, [...(single.get(first) ?? []), concept]);
    else multi.set(first, [...(multi.get(first) ?? []), { words, concept }]);
  }
}

/** The words and phrases of a concept, as said. @throws TypeError when there is no such concept. */
export function wordsOfConcept(name: string): readonly string[] {
  const words = [
    ...[...single].filter(([, concepts]) => concepts.includes(name)).map(([word]) => word),
    ...[...multi.values()]
      .flat()
      .filter(({ concept }) => concept === name)
      .map((phrase) => phrase.words.join(' ')),
  ];
  if (words.length === 0) throw new TypeError(`There is no concept ${name}`);
  return words;
}

/** Words to mend typos towards; the last ones only keep their neighbours from being "mended". */
export const MENDABLE: readonly string[] = [
  ...new Set([
    ...[...single.keys()].filter((word) => word.length >= 5),
    ...[...multi.values()].flat().flatMap((phrase) => phrase.words.filter((word) => word.length >= 6)),
    ...`please tomorrow everything anything something marked
    cancer quest count color learn there their where which while world would could should about above again other think thing those these three first other still house horse sense sends
    mails metal medal costs coast costar printed planed plane place plans posts parts party stuff tasks taste test tests text texts teach touch build built weeks works words worked
    weather whether leather learning leaving lunch bench launch quota quote quite quiet letter later latter bored board abroad invited involve invoke serve server salad salary
    review reviews revenue recent recipe server service services approve approval approvals approver`.split(/\s+/u),
  ]),
];

export interface Concept {
  readonly name: string;
  /** Place of its first word. */
  readonly at: number;
}

/** The concepts of an utterance's words, in order. */
export function conceptsOf(words: readonly string[]): readonly Concept[] {
  const found: Concept[] = [];
  words.forEach((word, at) => {
    for (const name of single.get(word) ?? []) found.push({ name, at });
    for (const phrase of multi.get(word) ?? []) {
      if (phrase.words.every((each, offset) => words[at + offset] === each)) found.push({ name: phrase.concept, at });
    }
  });
  return found;
}
