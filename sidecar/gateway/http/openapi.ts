import type { SwaggerTransform } from '@fastify/swagger';
import type { FastifySchema } from 'fastify';
import { z } from 'zod';

/** Routes carry their zod schemas; the JSON Schemas of the OpenAPI document are made when somebody asks for it. */
export const schemasAsJson: SwaggerTransform = ({ schema, url }) => {
  if (schema === undefined || schema.hide === true) return { schema: schema ?? {}, url };
  const { params, querystring, body, response, ...rest } = schema;
  const converted: FastifySchema = {
    ...rest,
    ...(params ? { params: jsonSchema(params, 'input') } : {}),
    ...(querystring ? { querystring: jsonSchema(querystring, 'input') } : {}),
    ...(body ? { body: jsonSchema(body, 'input') } : {}),
    ...(response
      ? {
          response: Object.fromEntries(
            Object.entries(response).map(([status, one]) => [status, jsonSchema(one, 'output')]),
          ),
        }
      : {}),
  };
  return { schema: converted, url };
};

function jsonSchema(schema: unknown, io: 'input' | 'output'): unknown {
  if (!(schema instanceof z.ZodType)) return schema;
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' });
  return rest;
}
