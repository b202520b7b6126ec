/** Header lines as received: names in their own case, repeated lines as lines of their own. */
export type HeaderLines = readonly (readonly [name: string, value: string])[];

/** Credentials of other systems that we never need, and what our own server told Next: not stored. */
const droppedNames = new Set(["authorization", "proxy-authorization", "cookie", "content-security-policy", "x-nonce"]);
const ownPrefix = "x-countersign-";

export function keptHeaders(lines: HeaderLines): HeaderLines {
  return lines.filter(([name]) => !droppedNames.has(name.toLowerCase()) && !name.toLowerCase().startsWith(ownPrefix));
}

/** Lower-case names; repeated lines joined by `", "`, so that both doors see the same text. */
export function headerMap(lines: HeaderLines): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const [name, value] of lines) {
    const key = name.toLowerCase();
    const before = map.get(key);
    map.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  return map;
}
