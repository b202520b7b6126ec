import { fieldErrors } from "#lib/access/parse-input";
import type { Prisma } from "#lib/platform/database/client";
import { Problem } from "#lib/platform/problem";
import type { Provider } from "#lib/providers/provider";

export interface ParsedSettings {
  /** With the adapter's defaults filled in, as the adapter takes them. */
  readonly settings: unknown;
  /** The same, to be stored. */
  readonly json: Prisma.InputJsonObject;
}

/** Settings by the adapter's own schema. Throws `Problem("bad_input")` whose paths begin with `settings`. */
export function parseSettings(provider: Provider, raw: unknown): ParsedSettings {
  const parsed = provider.settings.safeParse(raw);
  if (!parsed.success) {
    throw new Problem("bad_input", `These settings do not fit ${provider.name}. Each field below says what it should hold.`, {
      errors: fieldErrors(parsed.error.issues).map(({ path, message }) => ({ path: path === "" ? "settings" : `settings.${path}`, message })),
    });
  }
  return { settings: parsed.data, json: toJsonObject(parsed.data) };
}

function toJsonObject(value: unknown): Prisma.InputJsonObject {
  const plain: unknown = JSON.parse(JSON.stringify(value));
  if (!isJsonObject(plain)) throw new Error("an adapter's settings must be an object");
  return plain;
}

function isJsonObject(value: unknown): value is Prisma.InputJsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
