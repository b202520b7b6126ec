/**
 * The path and query of a request target, whichever form of RFC 9112 §3.2 it came in; `null` where it is none or holds an
 * escape that cannot be read, which Next would answer 500.
 */
export function originForm(target: string): string | null {
  if (!target.startsWith("/")) {
    if (!URL.canParse(target)) return null;
    const { pathname, search } = new URL(target);
    return originForm(`${pathname}${search}`);
  }
  try {
    decodeURIComponent(target.split("?", 1)[0] ?? "");
    return target;
  } catch {
    return null;
  }
}
