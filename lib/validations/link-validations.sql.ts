import type { PoolClient } from "pg";
import { firstIdAt, idTime } from "#lib/platform/ids";
import { isProviderId, providerById } from "#lib/providers/registry";

/** An order is paid within its session; a decision that waited longer waits for nothing. */
const longestWaitMs = 7 * 86_400_000;

/** Tells decisions which transaction came of them: the one of their session's order, in the commit that writes it. One statement for a set of events. */
export async function linkValidations(client: PoolClient, events: readonly { readonly id: string; readonly provider: string }[]): Promise<void> {
  const eventIds = events.filter(({ provider }) => isProviderId(provider) && providerById(provider).takesValidations).map(({ id }) => id);
  const [first] = eventIds.toSorted();
  if (first === undefined) return;
  await client.query({
    name: "link-validations",
    text: `update validations v set transaction_id = l.transaction_id
      from (
        select distinct on (w.id) w.id, e.transaction_id
        from unnest($1::uuid[]) as given(id)
        join events e on e.id = given.id and e.transaction_id is not null
        cross join unnest(e."references") as r(name)
        join validations w on w.source_id = e.source_id and w.order_id = r.name and w.transaction_id is null and w.id >= $2::uuid and w.id < e.id
        order by w.id, e.id
      ) l where v.id = l.id`,
    values: [eventIds, firstIdAt(idTime(first) - longestWaitMs)],
  });
}
