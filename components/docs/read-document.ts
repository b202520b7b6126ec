import { z } from "zod";

const parameter = z.object({ name: z.string(), in: z.string(), required: z.boolean().default(false), description: z.string().optional(), schema: z.unknown() });
const content = z.record(z.string(), z.object({ schema: z.unknown() }));

const operation = z.object({
  operationId: z.string(),
  summary: z.string().default(""),
  description: z.string().default(""),
  parameters: z.array(parameter).default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: content.optional() })),
});

const document = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string().default("") }),
  servers: z.array(z.object({ url: z.string() })).default([]),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()).default({}) }),
});

export type Operation = z.infer<typeof operation>;
export type ApiDocument = z.infer<typeof document>;

export interface OperationGroup {
  /** The first part of the path: `sources`. */
  readonly name: string;
  readonly operations: readonly { readonly method: string; readonly path: string; readonly operation: Operation }[];
}

/** The parts of our own OpenAPI document that the page shows. */
export function readDocument(value: unknown): ApiDocument {
  return document.parse(value);
}

/** Operations by the noun that their path begins with, in the order of the document. */
export function groupOperations(paths: ApiDocument["paths"]): readonly OperationGroup[] {
  const groups = Map.groupBy(
    Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, item]) => ({ method: method.toUpperCase(), path, operation: item }))),
    ({ path }) => path.split("/")[1] ?? "",
  );
  return [...groups].map(([name, operations]) => ({ name, operations }));
}
