import type { Lookup } from "./velocity-lookups.ts";

const mostKept = 10_000;

/**
 * Customers with more approved attempts in their windows than are worth reading one by one: they are read from roll-ups.
 * Only what this process saw lately; whoever is missing here is found busy again.
 */
export class BusyKeys {
  /** More rows than this are not read. */
  readonly mostRows: number;
  private readonly seen = new Set<string>();

  constructor(mostRows = 300) {
    this.mostRows = mostRows;
  }

  /** A country always has many, a card never. */
  isBusy(lookup: Lookup): boolean {
    return lookup.per === "country" || (lookup.per === "customer" && this.seen.has(nameOf(lookup)));
  }

  add(lookup: Lookup): void {
    if (this.seen.size >= mostKept) this.seen.clear();
    this.seen.add(nameOf(lookup));
  }
}

function nameOf({ sourceId, key }: Lookup): string {
  return `${sourceId} ${key.toString("latin1")}`;
}
