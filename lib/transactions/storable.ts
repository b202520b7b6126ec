/** A copy whose texts PostgreSQL takes: neither NUL nor half a surrogate pair, and both can come in a JSON string. */
export function storable<Value>(value: Value): Value;
export function storable(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("\0", "\u2400").toWellFormed();
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => storable(item));
  return Object.fromEntries(Object.entries(value).map(([name, member]: [string, unknown]) => [name, storable(member)]));
}
