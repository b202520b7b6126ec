import type { ProviderId } from "#lib/providers/provider";

/** Where each provider puts what it signs with. */
const signatureHeaders: Readonly<Record<ProviderId, readonly string[]>> = {
  adyen: ["hmacsignature", "protocol"],
  praxis: ["gt-authentication", "external-request-signature"],
  prahsys: ["x-protocol-signature", "svix-id", "svix-timestamp", "svix-signature", "webhook-id", "webhook-timestamp", "webhook-signature"],
  gateway: ["x-signature"],
  stripe: ["stripe-signature"],
  "standard-webhooks": ["webhook-id", "webhook-timestamp", "webhook-signature", "svix-id", "svix-timestamp", "svix-signature"],
};

const standardToleranceSeconds = 300;

export interface OriginalHeaders {
  /** Content type and signature, as received. */
  readonly headers: readonly (readonly [string, string])[];
  /** The provider signs a time, and by now its own check would refuse this one. */
  readonly stale: boolean;
}

export interface OriginalRequest {
  readonly provider: ProviderId;
  readonly settings: unknown;
  /** As received. */
  readonly headers: readonly (readonly [string, string])[];
  readonly receivedAtMs: number;
}

/** The headers that let an existing handler of the provider's messages work behind us. */
export function originalHeaders({ provider, settings, headers, receivedAtMs }: OriginalRequest, nowMs: number): OriginalHeaders {
  const own = settingsOf(settings);
  const wanted = new Set(["content-type", ...signatureHeaders[provider], ...own.headers]);
  const kept = headers.flatMap(([name, value]): [string, string][] => (wanted.has(name.toLowerCase()) ? [[name.toLowerCase(), value]] : []));
  const names = new Set(kept.map(([name]) => name));
  const signsTime = provider === "stripe" || own.signsTime || names.has("webhook-timestamp") || names.has("svix-timestamp");
  return { headers: kept, stale: signsTime && nowMs - receivedAtMs > own.toleranceSeconds * 1000 };
}

interface OwnSettings {
  readonly headers: readonly string[];
  readonly signsTime: boolean;
  readonly toleranceSeconds: number;
}

/** Members of a gateway's profile, which names its headers itself; other providers have none of them. */
function settingsOf(settings: unknown): OwnSettings {
  const member = (name: string): unknown => (typeof settings === "object" && settings !== null ? Reflect.get(settings, name) : undefined);
  const names = ["header", "timestampHeader"].map(member).filter((name) => typeof name === "string");
  const tolerance = member("toleranceSeconds");
  return { headers: names.map((name) => name.toLowerCase()), signsTime: typeof member("timestampHeader") === "string", toleranceSeconds: typeof tolerance === "number" ? tolerance : standardToleranceSeconds };
}
