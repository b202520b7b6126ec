import { type FieldError, Problem } from "#lib/platform/problem";

const deepest = 64;

/** Refuses what PostgreSQL cannot keep in text (NUL, lone surrogates) and nesting that no schema of ours has. */
export function refuseUnstorable(value: unknown, detail: string): void {
  const errors: FieldError[] = [];
  look(value, [], errors);
  if (errors.length > 0) throw new Problem("bad_input", detail, { errors });
}

function look(value: unknown, path: readonly string[], errors: FieldError[]): void {
  if (typeof value === "string" && isUnstorable(value)) {
    errors.push({ path: path.join("."), message: "It holds a character that is not text (NUL or half a surrogate pair)." });
  }
  if (typeof value !== "object" || value === null || errors.length >= 10) return;
  if (path.length >= deepest) {
    errors.push({ path: path.slice(0, 8).join("."), message: `It is nested deeper than ${String(deepest)} levels.` });
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    if (name === "__proto__") errors.push({ path: [...path, name].join("."), message: "There is no such field here." });
    else if (isUnstorable(name)) errors.push({ path: path.join("."), message: "A member's name holds a character that is not text." });
    look(member, [...path, name], errors);
  }
}

function isUnstorable(text: string): boolean {
  return text.includes("\0") || !text.isWellFormed();
}
