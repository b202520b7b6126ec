import { z } from "zod";

const secretSchemas = z.registry<{ readonly secret: true }>();

/** Marks a member of an answer that is told once: an answer repeated for an Idempotency-Key has `null` there. */
export function secret<Schema extends z.ZodType>(schema: Schema): Schema {
  secretSchemas.add(schema, { secret: true });
  return schema;
}

/** The same value with every marked member, and any that is called `secret`, as `null`. */
export function withoutSecrets(schema: z.ZodType, value: unknown): unknown {
  if (secretSchemas.has(schema)) return null;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault || schema instanceof z.ZodReadonly) {
    const inner: unknown = schema.unwrap();
    return inner instanceof z.ZodType ? withoutSecrets(inner, value) : withoutNamedSecrets(value);
  }
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    const { element } = schema;
    return value.map((item: unknown) => (element instanceof z.ZodType ? withoutSecrets(element, item) : withoutNamedSecrets(item)));
  }
  if (schema instanceof z.ZodUnion) {
    return schema.options.reduce<unknown>((redacted, option) => (option instanceof z.ZodType && option.safeParse(value).success ? withoutSecrets(option, redacted) : redacted), withoutNamedSecrets(value));
  }
  if (schema instanceof z.ZodObject && isPlainObject(value)) {
    const shape: Readonly<Record<string, unknown>> = schema.shape;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        const memberSchema = shape[name];
        if (name === "secret") return [name, null];
        return [name, memberSchema instanceof z.ZodType ? withoutSecrets(memberSchema, member) : withoutNamedSecrets(member)];
      }),
    );
  }
  return withoutNamedSecrets(value);
}

function withoutNamedSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNamedSecrets);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, name === "secret" ? null : withoutNamedSecrets(member)]));
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
