/** An index that must not be used as it is; the message is a sentence that tells the operator what to do. */
export class SearchRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SearchRefused';
  }
}
