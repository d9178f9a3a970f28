import type { ProviderOptions } from './options.ts';

export interface OpenAiOptions extends ProviderOptions {
  /** `local`: a server of one's own, named apart from OpenAI. Default `openai`. */
  readonly label?: 'openai' | 'local';
  /** Default: OpenAI's own at OpenAI's own addresses, else the one that compatible servers have in common. */
  readonly dialect?: 'openai' | 'compatible';
}

/** How to speak to a server. */
export interface OpenAiDialect {
  readonly label: 'openai' | 'local';
  readonly compatible: boolean;
}

export const OPENAI_ADDRESS = 'https://api.openai.com/v1';

export function dialectOf(options: Pick<OpenAiOptions, 'label' | 'dialect' | 'baseUrl'>): OpenAiDialect {
  const { label = 'openai', baseUrl = OPENAI_ADDRESS } = options;
  const own =
    label === 'openai' && URL.canParse(baseUrl) && /(?:^|\.)api\.openai\.com$/.test(new URL(baseUrl).hostname);
  return { label, compatible: (options.dialect ?? (own ? 'openai' : 'compatible')) === 'compatible' };
}
