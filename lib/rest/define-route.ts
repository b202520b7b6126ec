import { z } from "zod";
import type { ApiKeyActor, Permission, UserActor } from "#lib/access/actor";
import { parseInput } from "#lib/access/parse-input";
import { Problem } from "#lib/platform/problem";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
/** Who calls the API. */
export type Caller = UserActor | ApiKeyActor;

type Schemas = Readonly<Record<number, z.ZodType>>;
type OutputOf<Schema extends z.ZodType | undefined> = Schema extends z.ZodType ? z.output<Schema> : Readonly<Record<string, never>>;

/** One of the declared answers, or a whole `Response` for streams. A body for 204 is `null`. */
export type RouteAnswer<Responses extends Schemas> =
  | { readonly [Status in keyof Responses & number]: { readonly status: Status; readonly body: z.input<Responses[Status]>; readonly headers?: Readonly<Record<string, string>> } }[keyof Responses & number]
  | Response;

export interface RunInput<Who, Params, Query, Body> {
  readonly actor: Who;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Its body was read already. */
  readonly request: Request;
}

interface Described<Params, Query, Body, Responses> {
  readonly method: Method;
  /** Below `/api/v1`, with `{name}` for what `params` describes. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** By status; what a body holds beyond its schema is not sent. */
  readonly responses: Responses;
  /** `false`: a POST that ignores Idempotency-Key. */
  readonly idempotent?: boolean;
}

type ObjectSchema = z.ZodObject | undefined;

/** Whom a route lets in: holders of a permission, `signedIn` any person or key, `null` anybody, unlooked at. */
type Access = Permission | "signedIn" | null;
type CallerOf<Who extends Access> = Who extends null ? null : Caller;

interface Definition<Who extends Access, Params extends ObjectSchema, Query extends ObjectSchema, Body extends z.ZodType | undefined, Responses extends Schemas> extends Described<Params, Query, Body, Responses> {
  readonly permission: Who;
  run(input: RunInput<CallerOf<Who>, OutputOf<Params>, OutputOf<Query>, OutputOf<Body>>): Promise<RouteAnswer<NoInfer<Responses>>>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A definition whose schemas' types are forgotten. */
interface AnyDefinition extends Described<ObjectSchema, ObjectSchema, z.ZodType | undefined, Schemas> {
  readonly permission: Access;
  run(input: RunInput<Caller | null, unknown, unknown, unknown>): Promise<Answer | Response>;
}

export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly request: Request;
}

/** A route as `handle` and the OpenAPI document see it. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly description: string | null;
  readonly permission: Access;
  readonly params: z.ZodObject | null;
  readonly query: z.ZodObject | null;
  readonly body: z.ZodType | null;
  readonly responses: Schemas;
  readonly idempotent: boolean;
  /** Parses what came in; throws `Problem`. What it returns runs the route. */
  readonly prepare: (caller: Caller | null, raw: RawInput) => () => Promise<Answer | Response>;
}

/** A route of `/api/v1`: who may, what it takes, what it answers. Bodies and queries take no unknown member. */
export function defineRoute<const Who extends Access, const Responses extends Schemas, Params extends ObjectSchema = undefined, Query extends ObjectSchema = undefined, Body extends z.ZodType | undefined = undefined>(
  definition: Definition<Who, Params, Query, Body, Responses>,
): Route;
export function defineRoute(definition: AnyDefinition): Route {
  const { method, path, summary, permission, responses } = definition;
  const params = definition.params ?? null;
  const query = definition.query?.strict() ?? null;
  const body = definition.body instanceof z.ZodObject ? definition.body.strict() : (definition.body ?? null);
  return {
    method,
    path,
    summary,
    description: definition.description ?? null,
    permission,
    params,
    query,
    body,
    responses,
    idempotent: method === "POST" && definition.idempotent !== false,
    prepare: (actor, raw) => {
      const input = {
        actor,
        params: parseParams(params, raw.params),
        query: parseInput(query ?? noMembers, raw.query, "Some query parameters are not as they should be."),
        body: parseInput(body ?? noMembers, raw.body, "Some fields of the body are not as they should be."),
        request: raw.request,
      };
      return () => definition.run(input);
    },
  };
}

const noMembers = z.strictObject({});

/** An id that cannot be one names nothing. Next gives no params at all to a route without any. */
function parseParams(schema: z.ZodObject | null, raw: unknown): unknown {
  const result = (schema ?? z.object({})).safeParse(raw ?? {});
  if (!result.success) throw new Problem("not_found", "There is nothing under this address: check the id.");
  return result.data;
}
