import type { Pool } from "pg";
import { providerIds, type Statement } from "#lib/providers/provider";
import { isProviderId, providerById } from "#lib/providers/registry";
import { loadEventsAbout, loadToldEvents, type ToldEvent, writeRepeats } from "./mark-repeats.sql.ts";

/** An event with what it says of which operation. */
interface Told {
  readonly event: ToldEvent;
  readonly statement: Statement;
}

const tellingTwice = providerIds.filter((id) => providerById(id).statement !== undefined);

/** Whether events of this provider can say again what an earlier one said. */
export function tellsTwice(provider: string): boolean {
  return tellingTwice.some((id) => id === provider);
}

/**
 * Marks events that say what the one before them, by the provider's time, said of the same operation. Looks at all
 * events of the operations that the given ones are about, so that any order of arrival comes to the same marks.
 */
export async function markRepeats(pool: Pool, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const told = toldBy(await loadToldEvents(pool, ids, tellingTwice));
  if (told.length === 0) return;
  const operations = new Map(told.map(({ event: { sourceId }, statement: { about } }) => [nameOf(sourceId, about), { sourceId, about }]));
  const chains = Map.groupBy(toldBy(await loadEventsAbout(pool, [...operations.values()])), ({ event, statement }) => nameOf(event.sourceId, statement.about));
  const marks = [...chains].flatMap(([name, chain]) => (operations.has(name) ? changedMarks(chain) : []));
  if (marks.length > 0) await writeRepeats(pool, marks);
}

function changedMarks(chain: readonly Told[]): readonly { readonly id: string; readonly repeat: boolean }[] {
  // An event that two operations refer to was loaded twice.
  const once = [...new Map(chain.map((told) => [told.event.id, told])).values()].sort(byTime);
  return once.flatMap(({ event: { id, repeat }, statement }, index) => {
    const before = once[index - 1];
    const repeats = before !== undefined && JSON.stringify(before.statement.says) === JSON.stringify(statement.says);
    return repeats === repeat ? [] : [{ id, repeat: repeats }];
  });
}

function byTime(left: Told, right: Told): number {
  return (left.event.occurredAt?.getTime() ?? 0) - (right.event.occurredAt?.getTime() ?? 0) || (left.event.id < right.event.id ? -1 : 1);
}

function toldBy(events: readonly ToldEvent[]): Told[] {
  return events.flatMap((event) => {
    const statement = statementOf(event);
    return statement === null ? [] : [{ event, statement }];
  });
}

function statementOf({ provider, settings, mode, headers, body, itemIndex }: ToldEvent): Statement | null {
  const adapter = isProviderId(provider) ? providerById(provider) : null;
  return (
    adapter?.statement?.({
      settings: adapter.settings.parse(settings),
      mode: mode === "live" ? "live" : "test",
      headers: new Map(headers.map(([name, value]) => [name.toLowerCase(), value])),
      body,
      itemIndex,
    }) ?? null
  );
}

function nameOf(sourceId: string, about: string): string {
  return `${sourceId} ${about}`;
}
