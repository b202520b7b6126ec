/** Puts `value` where the JSON pointer (RFC 6901) says, making the objects on the way. Arrays are not walked into. */
export function placeAt(target: Record<string, unknown>, pointer: string, value: unknown): void {
  const names = pointer.split("/").slice(1).map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = names.pop();
  // The empty pointer is the whole document, which cannot be one of its own members.
  if (last === undefined) return;
  let at = target;
  for (const name of names) {
    const next = Object.hasOwn(at, name) ? at[name] : undefined;
    const object = isObject(next) ? next : {};
    define(at, name, object);
    at = object;
  }
  define(at, last, value);
}

/** Names such as `__proto__` become members like any other. */
function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
