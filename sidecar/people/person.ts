/** Who is talking, as Frappe says (method `profile`). Never built from anything a client or a model sent. */
export interface Person {
  readonly user: string;
  readonly fullName: string;
  readonly epoch: number;
  readonly roles: readonly string[];
  /** Common DocTypes that the person may not read at all, so that nothing of them is offered. */
  readonly outOfSight: readonly string[];
  readonly language: string;
  /** IANA zone: VA Personality, else User, else System Settings. */
  readonly timeZone: string;
  /** IANA zone of the naive times in Frappe's documents. */
  readonly siteTimeZone: string;
  /** Frappe date format such as `mm-dd-yyyy`; null when the user has none. */
  readonly dateFormat: string | null;
  readonly employee: {
    readonly id: string;
    readonly name: string;
    readonly department: string | null;
    readonly designation: string | null;
    readonly reportsTo: string | null;
    readonly reportsToUser: string | null;
    readonly holidayList: string | null;
  };
  readonly company: { readonly name: string; readonly currency: string; readonly country: string | null };
  readonly instance: {
    readonly name: string;
    readonly vaName: string;
    readonly template: string | null;
    readonly subAgents: readonly string[];
    readonly expenseLimit: number | null;
    readonly approvalLimit: number | null;
    readonly dailyActionLimit: number;
    /** Null: no limit for the month. */
    readonly monthlyVoiceMinutes: number | null;
    /** The privacy mode of his conversations unless one is asked for; null: normal. */
    readonly defaultPrivacyMode: string | null;
    readonly voice: {
      /** What was chosen, as `provider:voice`; null when nothing was. */
      readonly id: string | null;
      /** 1 as the voice is. */
      readonly speed: number;
      /** What the template offers; empty: every voice. */
      readonly offered: readonly string[];
    };
  };
  readonly settings: {
    readonly confirmationExpiryMs: number;
    readonly termsVersion: string;
    readonly termsText: string;
    readonly maxActionsPerTurn: number;
    readonly maxActionsPerMinute: number;
    readonly allowedPrivacyModes: readonly string[];
    /** DocTypes that may be approved or rejected through the assistant. */
    readonly approvableDoctypes: readonly string[];
  };
  readonly noConfirmTools: readonly string[];
  readonly personality: PersonalitySource;
  readonly consents: Readonly<Record<string, { readonly granted: boolean; readonly version: string | null }>>;
}

/**
 * What was chosen for the voice of a person's assistant, as stored: nothing that nobody chose. The room `personality` makes a whole
 * of it.
 */
export interface PersonalitySource {
  /** Name of his VA Personality; null when he has none. */
  readonly record: string | null;
  /** VA Company Settings: the preset for those whose template names none, and changes by dimension. */
  readonly company: { readonly preset: string | null; readonly values: Readonly<Record<string, unknown>> };
  /** Preset of his VA Template. */
  readonly template: string | null;
  /** VA Personality: the preset he starts from, and the dimensions he set. */
  readonly own: { readonly preset: string | null; readonly values: Readonly<Record<string, unknown>> };
  /** His own phrases: `greeting`, `sign_off`, `acknowledgments`. */
  readonly phrases: Readonly<Record<string, unknown>>;
  /** Free texts, '' when nothing was written: who the assistant is, the company's wording, what the person wishes. */
  readonly persona: string;
  readonly wording: string;
  readonly wishes: string;
}

/** Nobody chose anything. */
export const NO_PERSONALITY: PersonalitySource = {
  record: null,
  company: { preset: null, values: {} },
  template: null,
  own: { preset: null, values: {} },
  phrases: {},
  persona: '',
  wording: '',
  wishes: '',
};

/** What a checked access token says, with the token itself: it is the proof of a live session for `execute_action`. */
export interface Identity {
  readonly user: string;
  readonly sessionId: string;
  readonly epoch: number;
  /** Epoch ms. */
  readonly expiresAt: number;
  readonly accessToken: string;
}

export interface People {
  /** @throws VaError UNAUTHORIZED, TOKEN_EXPIRED (also revoked, wrong epoch, other typ, other site). */
  identify(accessToken: string): Promise<Identity>;
  /** Cached for a minute, dropped on bus events. @throws VaError NO_EMPLOYEE, EMPLOYEE_LEFT, USER_DISABLED, ASSISTANT_OFF, ASSISTANT_PAUSED, SITE_UNAVAILABLE. */
  person(user: string, signal?: AbortSignal): Promise<Person>;
  /** Drops what is cached of one user (or of all when null). */
  forget(user: string | null): void;
  /** A session or all sessions of a user are over: tokens with a lower epoch are refused from now on. */
  revoke(user: string, epoch: number): void;
  /** `session`: that one sign-in is over; null: all of the user with a lower epoch. */
  onRevoked(listener: (user: string, epoch: number, session: string | null) => void): () => void;
}
