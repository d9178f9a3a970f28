import { ERRORS, type ErrorCode } from '@dartwing-va/contract/errors.ts';
import { describe, expect, it } from 'vitest';
import { heard, troubleOf } from '../../sidecar/turn/heard.ts';

describe('an error as it is heard', () => {
  it.each([
    ['INVALID_FORMAT', 'input'],
    ['FORBIDDEN', 'permission'],
    ['NOT_FOUND', 'resource'],
    ['VALIDATION_ERROR', 'validation'],
    ['SITE_UNAVAILABLE', 'external'],
    ['LLM_ERROR', 'external'],
    ['LLM_QUOTA', 'external'],
    ['LLM_TIMEOUT', 'timeout'],
    ['LLM_BUDGET', 'rate_limit'],
    ['LLM_CONTEXT', 'input'],
    ['TIMEOUT', 'timeout'],
    ['RATE_LIMITED', 'rate_limit'],
    ['INTERNAL_ERROR', 'internal'],
    ['something new', 'internal'],
  ])('%s is trouble of the kind %s', (code, kind) => {
    expect(troubleOf(code)).toBe(kind);
  });

  it('says a sentence made for the case, else one of its kind', () => {
    expect(heard({ code: 'FORBIDDEN', message: 'Only Marcus may see that.' })).toBe('Only Marcus may see that.');
    expect(heard({ code: 'FORBIDDEN', message: ERRORS.FORBIDDEN.sentence })).toMatch(/not allowed/);
    expect(heard({ code: 'TIMEOUT', message: '' })).toMatch(/took too long/);
  });

  it('trouble with a model is never told as trouble with the company’s system', () => {
    for (const code of Object.keys(ERRORS).filter((one) => one.startsWith('LLM_')) as ErrorCode[]) {
      expect(heard({ code, message: ERRORS[code].sentence })).toBe(ERRORS[code].sentence);
    }
  });

  it('never says what is inside', () => {
    expect(heard({ code: 'INTERNAL_ERROR', message: 'ECONNREFUSED 10.0.0.7:3306' })).not.toMatch(/ECONN|10\.0/);
    expect(heard({ code: 'ENOENT', message: '' })).toMatch(/my side/);
  });

  it('has words for every code', () => {
    for (const code of Object.keys(ERRORS) as ErrorCode[]) {
      expect(heard({ code, message: ERRORS[code].sentence })).toMatch(/^[A-Z].{5,}[.?]$/);
    }
  });
});
