import { itemText } from "#lib/events/item-text";
import { publicId } from "#lib/platform/ids";
import { isProviderId } from "#lib/providers/registry";
import { signDelivery } from "#lib/signing/sign-delivery";
import { z } from "zod";
import type { Claimed } from "./claim.sql.ts";
import { messageOf } from "./envelope.ts";
import { originalHeaders } from "./original-headers.ts";
import type { Target } from "./target.ts";

export interface DeliveryMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The headers as JSON `[[name, value], …]`, the values of the endpoint's own left out. */
  readonly shownHeaders: string;
}

const headerLines = z.array(z.tuple([z.string(), z.string()]));

/** Whether a delivery needs what was kept of its event for messages of our own form. */
export function needsEnvelope(claimed: Claimed, target: Target): boolean {
  return target.format === "normalized" || claimed.masked;
}

/** What is posted, by `contract.md` §7. Throws where a normalised message lacks its envelope. */
export function deliveryMessage(claimed: Claimed, target: Target, nowMs: number): DeliveryMessage {
  const content = needsEnvelope(claimed, target) ? normalized(claimed, target) : original(claimed, nowMs);
  const id = publicId("event", claimed.eventId);
  const signed = signDelivery({ id, timestampSeconds: Math.floor(nowMs / 1000), body: content.body, secrets: target.secretsAt(nowMs), format: content.format });
  const ours = {
    ...content.headers,
    "user-agent": "Countersign",
    "countersign-event": claimed.type ?? "",
    "countersign-attempt": String(claimed.attemptCount + 1),
    ...(claimed.replayId === null ? {} : { "countersign-replay": publicId("replay", claimed.replayId) }),
    ...signed,
  };
  const own = Object.fromEntries(target.headers.filter(([name]) => !(name in ours)));
  const shown = [...Object.entries(ours), ...Object.keys(own).map((name): [string, string] => [name, "***"])];
  return { headers: { ...own, ...ours }, body: content.body, shownHeaders: JSON.stringify(shown) };
}

interface Content {
  readonly body: Uint8Array;
  readonly format: "normalized" | "original";
  readonly headers: Readonly<Record<string, string>>;
}

function normalized({ source, envelope, body, itemIndex }: Claimed, target: Target): Content {
  if (envelope === null || source === null || !isProviderId(source.provider)) throw new Error("a normalised message lacks what was kept of its event");
  return {
    body: Buffer.from(messageOf(envelope, itemText(source.provider, body, itemIndex)), "utf8"),
    format: "normalized",
    // The provider's signature no longer fits bytes in which digits were masked.
    headers: { "content-type": "application/json", ...(target.format === "original" ? { "countersign-masked": "true" } : {}) },
  };
}

function original({ source, headers, body, receivedAtMs }: Claimed, nowMs: number): Content {
  if (source === null || !isProviderId(source.provider)) throw new Error("a message of an unknown provider");
  const kept = originalHeaders({ provider: source.provider, settings: source.settings, headers: headerLines.parse(JSON.parse(headers)), receivedAtMs }, nowMs);
  return { body, format: "original", headers: { ...Object.fromEntries(kept.headers), ...(kept.stale ? { "countersign-original-stale": "true" } : {}) } };
}
