/** A backend that must not be used as it is; the message is a sentence that tells the operator what to do. */
export class StoreRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StoreRefused';
  }
}

/** Nothing is wrong with the store but that another process has it. */
export class StoreInUse extends StoreRefused {}
