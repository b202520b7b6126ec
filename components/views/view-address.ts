/** What of a list's address a view keeps: its filters in one order, without the page and without "all modes". */
export function viewQueryOf(address: string): string {
  const isKept = ([name, value]: readonly [string, string]) => value !== "" && name !== "cursor" && name !== "limit" && !(name === "mode" && value === "all");
  const params = new URLSearchParams([...new URLSearchParams(address)].filter(isKept));
  params.sort();
  return params.toString();
}

/** The address of a view. A view that names no mode is of all modes, whatever a person chose last. */
export function viewHref(path: string, query: string): string {
  const params = new URLSearchParams(query);
  if (!params.has("mode")) params.set("mode", "all");
  return `${path}?${params.toString()}`;
}
