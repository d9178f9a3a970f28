/** Words that are nothing but an e-mail address: an answer, whatever a classifier takes them for. */
import { normaliseText } from '../../language/normalise.ts';
import { readPeople } from '../../language/people.ts';

export function isBareAddress(text: string): boolean {
  const [email, ...more] = readPeople(text).emails;
  if (email === undefined || more.length > 0) return false;
  const spoken = normaliseText(text).replaceAll(' dot ', '.').replaceAll(' at ', '@');
  return (
    spoken
      .replace(email, '')
      .replace(/[\s.,!]+|(?:it is|it's|the address is|address|to|email|e-mail|mail|please)(?![\p{L}])/gu, '') === ''
  );
}
