/** What the person agrees to when the assistant keeps conversations; a change of the words is a new version. */
export const CONVERSATION_LOGGING = {
  consent_type: 'conversation_logging',
  version: '1',
  text:
    'I keep what you write to me and what I answer, so that you can look it up and I can follow the conversation. ' +
    'Your company decides how long it is kept, and every access to it is on record.',
} as const;

/** What is asked before the first conversation. */
export const ASKED_CONSENTS: readonly string[] = ['terms_of_service', CONVERSATION_LOGGING.consent_type];
