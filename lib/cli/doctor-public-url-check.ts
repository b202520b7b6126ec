import type { Pool } from "pg";
import { storedPublicUrl } from "#lib/platform/installation.sql";
import { openOutbound } from "#lib/platform/outbound/outbound";
import type { KeyRing } from "#lib/platform/seal";
import { roundTrip } from "#lib/public-url/round-trip";
import { ok, skipped, warning, wrong, type CheckResult } from "./doctor-check.ts";
import { sealedHashKey } from "./doctor-database.sql.ts";

interface PublicAddressFacts {
  /** Of the environment, which goes before the settings. */
  readonly publicUrl: string | null;
  readonly allowPrivateTargets: readonly string[];
  readonly ring: KeyRing | null;
  readonly isRunning: boolean;
}

const name = "public URL";
const whatToSet = "Set PUBLIC_URL, or the public address in the settings, to the https address that providers reach.";

/** Whether the address that providers are told leads to this installation: a one-time token goes out and has to come back here. */
export async function checkPublicAddress(pool: Pool, { publicUrl, allowPrivateTargets, ring, isRunning }: PublicAddressFacts): Promise<CheckResult> {
  const url = publicUrl ?? (await storedPublicUrl(pool));
  if (url === null) return warning(name, "none is set, so URLs to copy name this machine only", whatToSet);
  if (!isRunning) return skipped(name, `${url}; not tried, since Countersign does not run`);
  const hashKey = ring === null ? null : openedHashKey(ring, await sealedHashKey(pool));
  if (hashKey === null) return skipped(name, `${url}; not tried, since the installation's key could not be opened`);
  const outbound = openOutbound({ allowPrivateTargets });
  try {
    const { outcome, reach, says, whatToDo } = await roundTrip(url, { pool, hashKey, outbound, isOwn: true });
    const finding = `${url}: ${says.replace(/\.$/, "")}`;
    if (outcome !== "reached") return wrong(name, finding, whatToDo ?? whatToSet);
    return reach === "internet" && whatToDo === null ? ok(name, finding) : warning(name, finding, whatToDo ?? whatToSet);
  } finally {
    outbound.close();
  }
}

function openedHashKey(ring: KeyRing, sealed: string | null): Uint8Array | null {
  if (sealed === null) return null;
  try {
    return Buffer.from(ring.open(sealed, { purpose: "hash_key", rowId: "1" }), "base64");
  } catch {
    // Sealed under another key: the check of the keys says so.
    return null;
  }
}
