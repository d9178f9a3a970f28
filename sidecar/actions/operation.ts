/** One step of an action, exactly as stored and executed (docs/site-api.md, Actions). */
export type Operation =
  | { readonly op: 'insert'; readonly doctype: string; readonly values: Readonly<Record<string, unknown>> }
  | {
      readonly op: 'update';
      readonly doctype: string;
      readonly name: string;
      readonly values: Readonly<Record<string, unknown>>;
      readonly from: Readonly<Record<string, unknown>>;
    }
  | {
      readonly op: 'submit' | 'cancel' | 'delete';
      readonly doctype: string;
      readonly name: string;
      readonly from: Readonly<Record<string, unknown>>;
    }
  | {
      readonly op: 'workflow';
      readonly doctype: string;
      readonly name: string;
      readonly action: string;
      readonly from: Readonly<Record<string, unknown>>;
    }
  | {
      readonly op: 'method';
      readonly method: 'ask_approver' | 'comment' | 'notify_colleague' | 'send_email';
      readonly args: Readonly<Record<string, unknown>>;
    };
