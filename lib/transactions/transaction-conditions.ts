import { Conditions } from "#lib/events/conditions";
import { boundedName } from "#lib/providers/bounded-texts";
import { firstIdAt, parsePublicId } from "#lib/platform/ids";
import type { TransactionFilters } from "./list-queries.ts";
import { searchAmounts } from "./search-amounts.ts";

/** Between which ids the list is: what its times and its cursor say. */
export function idRange({ from, to }: TransactionFilters, after: string | null, values: readonly unknown[] = []): Conditions {
  return new Conditions(values)
    .addIf("id < ?::uuid", after)
    .addIf("id >= ?::uuid", from === undefined ? null : firstIdAt(Date.parse(from)))
    .addIf("id < ?::uuid", to === undefined ? null : firstIdAt(Date.parse(to)));
}

/** Everything else that a filter says about a row of `transactions`. Texts with few values stand as they are, so that partial indexes are seen. */
export function addTransactionFilters(conditions: Conditions, filters: TransactionFilters): void {
  conditions
    .addIf("status = ?", filters.status)
    .addIf("currency = ?", filters.currency)
    .addIf("method_type = ?", filters.method)
    .addIf("amount_minor >= ?::bigint", filters.minAmountMinor?.toString())
    .addIf("amount_minor <= ?::bigint", filters.maxAmountMinor?.toString());
  if (filters.kind !== undefined) conditions.addFixed(`kind = '${filters.kind}'`);
  if (filters.dispute !== undefined) conditions.addFixed(filters.dispute === "none" ? "dispute = 'none'" : `dispute = '${filters.dispute}' and dispute <> 'none'`);
  if (filters.unlinked !== undefined) conditions.addFixed(filters.unlinked ? "unlinked and kind = 'refund'" : "not unlinked");
  if (filters.resolved !== undefined) conditions.addFixed(`resolution_status is ${filters.resolved ? "not " : ""}null`);
  if (filters.anomaly === "any") conditions.addFixed("id in (select a.transaction_id from transaction_anomalies a where a.acknowledged_at is null)");
  else conditions.addIf("id in (select a.transaction_id from transaction_anomalies a where a.code = ?)", filters.anomaly);
  const exact = [...tag("last4", filters.last4), ...tag("customer", filters.customer), ...(filters.reference === undefined ? [] : [boundedName(filters.reference)])];
  if (exact.length > 0) conditions.add("search @> ?::text[]", exact);
  if (filters.q !== undefined) addSearch(conditions, filters.q.trim());
}

/** By its source, or by the mode of sources. */
export function addSource(conditions: Conditions, { sourceId, mode }: TransactionFilters): void {
  conditions.addIf("source_id = ?::uuid", sourceId).addIf("source_id in (select sources.id from sources where sources.mode = ?)", mode);
}

/** `q` is an id of ours, or else anything that a transaction is found by, without being told which. */
function addSearch(conditions: Conditions, text: string): void {
  const id = parsePublicId("transaction", text);
  const eventId = parsePublicId("event", text);
  const requestId = parsePublicId("request", text);
  if (id !== null) conditions.add("id = ?::uuid", id);
  else if (eventId !== null) conditions.add("id = any(select e.transaction_id from events e where e.id = ?::uuid)", eventId);
  else if (requestId !== null) conditions.add("id = any(select e.transaction_id from requests r join events e on e.id = any(r.event_ids) where r.id = ?::uuid)", requestId);
  else addWords(conditions, text);
}

function addWords(conditions: Conditions, text: string): void {
  const name = boundedName(text);
  const words = conditions.value([name, `customer:${name}`, ...(text.includes("@") ? [`email:${name.toLowerCase()}`] : []), ...(/^[0-9]{4}$/.test(text) ? [`last4:${text}`] : [])]);
  const { amounts, currency } = searchAmounts(text);
  const found = [`search && ${words}::text[]`];
  for (const { amountMinor, exponent } of amounts) {
    const ofCurrency = currency === null ? "" : ` and currency = ${conditions.value(currency)}`;
    found.push(`(amount_minor = ${conditions.value(amountMinor.toString())}::bigint and exponent = ${String(exponent)}${ofCurrency})`);
  }
  conditions.addFixed(`(${found.join(" or ")})`);
}

function tag(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${name}:${boundedName(value)}`];
}
