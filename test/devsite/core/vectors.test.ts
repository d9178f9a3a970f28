import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { operationsAmount } from '../../../devsite/core/amounts.ts';
import { auditHash, auditPayload, verifyRun } from '../../../devsite/core/audit.ts';
import { operationFault } from '../../../devsite/core/batch-table.ts';
import { CanonicalError, canonical } from '../../../devsite/core/canonical.ts';
import { checkTools, Fault } from '../../../devsite/core/custom-agent.ts';
import { checkRequest } from '../../../devsite/core/delegation.ts';
import { actionDigest, sha256 } from '../../../devsite/core/digest.ts';
import { planInverse, reversibility } from '../../../devsite/core/inverse.ts';
import { isName, makeName } from '../../../devsite/core/names.ts';
import { mayExecute, mayReverse } from '../../../devsite/core/policy.ts';
import {
  kidOf,
  mintUserToken,
  newKey,
  TokenError,
  verifyReadToken,
  verifyUserToken,
} from '../../../devsite/core/tokens.ts';
import { isVoiceName } from '../../../devsite/core/voice-name.ts';
import { isHost, isScript, linesOf, signature, urlFault } from '../../../devsite/core/webhooks.ts';

// biome-ignore lint/suspicious/noExplicitAny: the vectors are data of many shapes, and wrong data is part of them
type Case = { name: string; input: any; expect: Record<string, unknown> };

function vectors(file: string): {
  cases: Case[];
  valid: Record<string, Record<string, string>>;
  keys: Record<string, { kid: string; x: string }>;
} {
  return JSON.parse(readFileSync(new URL(`../../vectors/${file}.json`, import.meta.url), 'utf8'));
}

describe('the rules agree with the Python twin about', () => {
  describe('canonical JSON', () => {
    it.each(vectors('canonical').cases)('$name', ({ input, expect: expected }) => {
      const value = 'special' in input ? Number(input['special']) : input['value'];
      if (expected['error'] !== undefined) {
        expect(() => canonical(value)).toThrow(new CanonicalError(expected['error'] as never));
        return;
      }
      expect({ text: canonical(value), sha256: sha256(canonical(value)) }).toEqual(expected);
    });
  });

  describe('the digest of an action', () => {
    it.each(vectors('digest').cases)('$name', ({ input, expect: expected }) => {
      if (expected['error'] !== undefined) expect(() => actionDigest(input)).toThrow(CanonicalError);
      else expect(actionDigest(input)).toBe(expected['digest']);
    });
  });

  describe('names of voices', () => {
    it.each(vectors('voices').cases)('$name', ({ input, expect: expected }) => {
      expect(isVoiceName(input)).toBe(expected['good']);
    });
  });

  describe('the audit chain', () => {
    it.each(vectors('audit').cases)('$name', ({ input, expect: expected }) => {
      if (input['op'] === 'verify') {
        const options: Record<string, unknown> = { head: input['head'] ?? null };
        if (input['first_sequence'] !== undefined) options['firstSequence'] = input['first_sequence'];
        if (input['previous_hash'] !== undefined) options['previousHash'] = input['previous_hash'];
        expect(verifyRun(input['rows'], options)).toEqual(expected);
      } else if (expected['error'] !== undefined) expect(() => auditPayload(input)).toThrow(RangeError);
      else {
        const payload = auditPayload(input);
        expect({ payload, hash: auditHash(input['previous_hash'], payload) }).toEqual(expected);
      }
    });
  });

  describe('what batch may write', () => {
    it.each(vectors('batch').cases)('$name', ({ input, expect: expected }) => {
      expect(operationFault(input['operation'], input['stored'])).toBe(expected['fault']);
    });
  });

  describe('which request a delegation may make', () => {
    it.each(vectors('delegation').cases)('$name', ({ input, expect: expected }) => {
      const { verb, segments, query_keys, has_body, has_cookie } = input['request'];
      const request = { verb, segments, queryKeys: query_keys, hasBody: has_body, hasCookie: has_cookie };
      const { dts, methods, named, listed } = input;
      expect(checkRequest(request, dts, methods, named, listed)).toEqual(expected);
    });
  });

  describe('the tools of a custom agent', () => {
    it.each(vectors('custom-agents').cases)('$name', ({ input, expect: expected }) => {
      const checked = () => checkTools(input['tools'], input['agent']);
      if (expected['calls'] !== undefined) expect(checked()).toEqual(expected['calls']);
      else expect(faultOf(checked)).toMatchObject(expected);
    });
  });

  describe('web addresses of custom agents', () => {
    it.each(vectors('webhooks').cases)('$name', ({ input, expect: expected }) => {
      const found = {
        url: () => ({ fault: urlFault(input['url'], input['hosts']) }),
        host: () => ({ good: isHost(input['host']) }),
        script: () => ({ good: isScript(input['script']) }),
        lines: () => ({ lines: linesOf(input['text']) }),
        signature: () => ({ signature: signature(input['secret'], input['timestamp'], input['digest']) }),
      }[String(input['op'])];
      expect(found?.()).toEqual(expected);
    });
  });

  describe('undoing', () => {
    it.each(vectors('inverse').cases)('$name', ({ input, expect: expected }) => {
      expect(input['op'] === 'plan' ? planInverse(input['steps']) : reversibility(input['operations'])).toEqual(
        expected,
      );
    });
  });

  describe('what may run', () => {
    it.each(vectors('policy').cases)('$name', ({ input, expect: expected }) => {
      if (input['op'] === 'amount') expect(operationsAmount(input['operations'], input['documents'])).toEqual(expected);
      else expect((input['op'] === 'execute' ? mayExecute : mayReverse)(input['case'])).toEqual(expected);
    });
  });

  describe('tokens', () => {
    const { cases, valid, keys } = vectors('tokens');
    it.each(cases)('$name', ({ input, expect: expected }) => {
      const { kind, token, site, now } = input as unknown as {
        kind: string;
        token: unknown;
        site: string;
        now: number;
      };
      const verify = kind === 'va-user' ? verifyUserToken : verifyReadToken;
      const asked = () => verify(token, { keys: valid[kind] ?? {}, site, now });
      if (expected['error'] === undefined) {
        expect(asked()).toEqual(expected['claims']);
        return;
      }
      const refusal = refusalOf(asked);
      expect({ error: refusal.reason, code: refusal.code }).toEqual(expected);
    });
    it('names a key by its public half', () => {
      for (const key of Object.values(keys)) expect(kidOf(key.x)).toBe(key.kid);
    });
  });
});

describe('a token minted here', () => {
  it('is accepted with its key and by no other', () => {
    const key = newKey();
    const token = mintUserToken({
      ...key,
      site: 'acme',
      user: 'a@b.test',
      sid: 'sess_1',
      epoch: 2,
      now: 1000,
      jti: 'j',
    });
    expect(verifyUserToken(token, { keys: { [key.kid]: key.x }, site: 'acme', now: 1000 })).toMatchObject({
      sub: 'a@b.test',
      epoch: 2,
      exp: 1900,
    });
    const other = newKey();
    expect(
      refusalOf(() => verifyUserToken(token, { keys: { [key.kid]: other.x }, site: 'acme', now: 1000 })).reason,
    ).toBe('signature');
  });
});

describe('a name', () => {
  it('sorts by time and is recognised', () => {
    const random = new Uint8Array(10).fill(255);
    const early = makeName('act', 1_795_453_200_000, random);
    expect(early < makeName('act', 1_795_453_200_001, new Uint8Array(10))).toBe(true);
    expect(isName(early, 'act')).toBe(true);
    expect(isName('Act_1')).toBe(false);
    expect(isName('act_1\n')).toBe(false);
  });
});

function faultOf(work: () => unknown): Fault {
  try {
    work();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('expected a fault');
}

function refusalOf(work: () => unknown): TokenError {
  try {
    work();
  } catch (error) {
    if (error instanceof TokenError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}
