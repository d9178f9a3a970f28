import { z } from 'zod';
import type { Parameter, ToolRecord } from './record.ts';

/** What a tool takes, as its definition says it: nothing else is let through. */
export function argumentsSchema({ parameters }: Pick<ToolRecord, 'parameters'>): z.ZodType<Record<string, unknown>> {
  const shape = Object.entries(parameters.properties).map(([name, parameter]) => {
    const schema = schemaOf(parameter).describe(parameter.description);
    return [name, parameters.required.includes(name) ? schema : schema.optional()] as const;
  });
  return z.strictObject(Object.fromEntries(shape));
}

function schemaOf(parameter: Parameter): z.ZodType {
  switch (parameter.type) {
    case 'string':
      if (parameter.enum !== undefined) return z.enum(parameter.enum);
      if (parameter.format === 'date') return z.iso.date();
      return z
        .string()
        .trim()
        .min(1)
        .max(parameter.maxLength ?? 140);
    case 'boolean':
      return z.boolean();
    default: {
      let number = parameter.type === 'integer' ? z.int() : z.number();
      if (parameter.minimum !== undefined) number = number.min(parameter.minimum);
      if (parameter.maximum !== undefined) number = number.max(parameter.maximum);
      return number;
    }
  }
}

/** As a query of the site takes them: Frappe reads a truth as 1. */
export function queryOf(args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, typeof value === 'boolean' ? Number(value) : value]));
}
