import type { KeyRing } from "#lib/platform/seal";
import type { Mode, Provider, VerificationKey } from "#lib/providers/provider";
import { isProviderId, providerById } from "#lib/providers/registry";
import type { SourceRow } from "./find-source.sql.ts";
import type { HourCount } from "./rejection-cap.ts";

/** A key with its secret opened, and the time in which it verifies. */
export interface OpenKey extends VerificationKey {
  readonly activeFromMs: number;
  readonly expiresAtMs: number | null;
}

/** A source whose settings were parsed and whose keys were opened: all that the door needs to judge a request. */
export interface OpenSource {
  readonly id: string;
  readonly provider: Provider;
  readonly mode: Mode;
  readonly settings: unknown;
  readonly keys: readonly OpenKey[];
  readonly tokenExpiresAtMs: number | null;
  readonly rejected: HourCount;
}

/** Throws when a key cannot be opened (master key missing) or stored settings no longer parse: a fault of ours, answered 503. */
export function openSource(row: SourceRow, ring: KeyRing): OpenSource {
  if (!isProviderId(row.provider)) throw new Error(`source ${row.id} has the unknown provider "${row.provider}"`);
  const provider = providerById(row.provider);
  return {
    id: row.id,
    provider,
    mode: row.mode === "live" ? "live" : "test",
    settings: provider.settings.parse(row.settings),
    keys: row.keys.map(({ id, sealedSecret, activeFromMs, expiresAtMs }) => ({
      id,
      secret: ring.open(sealedSecret, { purpose: "source_key", rowId: id }),
      activeFromMs,
      expiresAtMs,
    })),
    tokenExpiresAtMs: row.tokenExpiresAtMs,
    rejected: row.rejected,
  };
}

/** The keys that verify at a moment, oldest first. */
export function keysAt(source: OpenSource, atMs: number): readonly OpenKey[] {
  return source.keys.filter(({ activeFromMs, expiresAtMs }) => activeFromMs <= atMs && (expiresAtMs === null || expiresAtMs > atMs));
}
