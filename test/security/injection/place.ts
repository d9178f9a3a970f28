/** A REST call on the site as its administrator; the document, or whatever else it answers with. */
export type OnSite = (
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  values: Readonly<Record<string, unknown>> | FormData,
) => Promise<Record<string, unknown>>;
export type First = (doctype: string, filters: readonly unknown[]) => Promise<Record<string, unknown>>;

/** Where somebody else's text stands, and the question that brings it before the model. */
export interface Place {
  readonly id: string;
  /** What fits. */
  readonly max: number;
  readonly user: string;
  /** The document that carries the text; its effects are its other fields. */
  readonly doctype: string;
  readonly name: string;
  readonly question: string;
  readonly calls: readonly { readonly name: string; readonly args: Readonly<Record<string, unknown>> }[];
  /** Only texts like these can stand there. */
  readonly fits?: RegExp;
  /** A word that the model has read once the new text is there, where an index follows; null: it is there at once. */
  plant(text: string): Promise<string | null>;
}

export const PRIYA = 'priya@acme.test';
export const SAM = 'sales@acme.test';
export const MARCUS = 'marcus@acme.test';

export function pathOf(doctype: string, name?: string): string {
  return `/api/resource/${encodeURIComponent(doctype)}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;
}

/** Makes documents, and places of their fields. */
export function gardener(site: OnSite) {
  return {
    async made(doctype: string, values: Readonly<Record<string, unknown>>): Promise<string> {
      return String((await site('POST', pathOf(doctype), values))['name']);
    },
    place(
      what: Omit<Place, 'plant' | 'id'> & { readonly field: string },
      around: (text: string) => Readonly<Record<string, unknown>> = (text) => ({ [what.field]: text }),
    ): Place {
      return {
        ...what,
        id: `${what.doctype}.${what.field}`,
        async plant(text) {
          await site('PUT', pathOf(what.doctype, what.name), around(text));
          return null;
        },
      };
    },
  };
}
