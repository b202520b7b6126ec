import type { RequestDetail } from "#lib/events/request-shape";
import type { Money } from "#lib/providers/fact";
import { providerById } from "#lib/providers/registry";
import type { Source } from "#lib/sources/source-shape";
import { headerMap } from "../requests/header-map.ts";

/** The amount that an event is about, as its adapter reads it; `null` where it names none or the reader sees no settings. */
export function eventAmount(source: Source | null, request: RequestDetail, eventId: string): Money | null {
  if (source === null || !request.bodyKept) return null;
  const provider = providerById(source.provider);
  const settings = provider.settings.safeParse(source.settings ?? null);
  if (!settings.success) return null;
  const { payment } = provider.read({
    settings: settings.data,
    mode: source.mode,
    headers: headerMap(request.headers),
    body: Buffer.from(request.bodyBase64, "base64"),
    itemIndex: Math.max(0, request.eventIds.indexOf(eventId)),
  });
  return payment.facts.find(({ amount }) => amount !== null)?.amount ?? null;
}
