/** The query of a page's address, as Next gives it. */
export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** The first value of a parameter; `undefined` when it is absent or empty. */
export function firstValue(params: SearchParams, name: string): string | undefined {
  const value = params[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first === "" ? undefined : first;
}

/** The given parameters that are present, as the object a query schema takes. */
export function pick(params: SearchParams, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => {
    const value = firstValue(params, name);
    return value === undefined ? [] : [[name, value]];
  }));
}

/** `path` with these parameters; those that are `null` are left out. */
export function hrefWith(path: string, params: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams(Object.entries(params).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}
