/** A member of something that may be no object; inherited ones are none. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

/** The member if it is text, such as a title in a JSON Schema. */
export function textOf(value: unknown, name: string): string | null {
  const member = memberOf(value, name);
  return typeof member === "string" ? member : null;
}

/** The member if it is a list. */
export function listOf(value: unknown, name: string): readonly unknown[] | null {
  const member = memberOf(value, name);
  return Array.isArray(member) ? member : null;
}
