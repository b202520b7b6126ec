import { createHmac, randomBytes } from "node:crypto";
import { EnvironmentError } from "./env.ts";
import { claimHashKey, storedPublicUrl } from "./installation.sql.ts";
import type { KeyRing } from "./seal.ts";
import type { Pool } from "pg";

/** What this installation is, opened once per process at boot. */
export interface Installation {
  /** Seals and opens secrets. */
  readonly ring: KeyRing;
  /** 32 bytes that key the hashes of bodies and identities; the same for the life of the installation. */
  readonly hashKey: Buffer;
  /** 8 hex digits that tell secrets apart without telling anything about them; the same for the life of the installation. */
  readonly fingerprint: (secret: string) => string;
  /** The address that providers and browsers use, without a slash at its end. An admin may move it while we run. */
  readonly publicUrl: string;
  /** What it was at the start: cookies are named for it, so that moving it signs nobody out. */
  readonly signInUrl: string;
  /** What it is while the settings hold none. */
  readonly defaultPublicUrl: string;
  /** From PUBLIC_URL: nobody moves it in the settings. */
  readonly isPublicUrlFixed: boolean;
  readonly bodyLimitBytes: number;
  /** Derives session and CSRF secrets. */
  readonly sessionSecret: string;
  /** CIDR blocks whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** CIDR blocks that we may send to although they are not public. */
  readonly allowPrivateTargets: readonly string[];
  /** Opens `GET /api/metrics`; `null`: closed. */
  readonly metricsToken: string | null;
}

/** What its process knows of it before the database is asked. */
export type InstallationFacts = Omit<Installation, "hashKey" | "fingerprint" | "signInUrl" | "defaultPublicUrl" | "isPublicUrlFixed"> & { readonly isPublicUrlFixed?: boolean };

// Next bundles its own copy of this file beside the one that the server loaded: both must see one value.
const held = globalThis as typeof globalThis & { [key: symbol]: Installation | undefined };
const slot = Symbol.for("countersign.installation");

/** Throws when the process has not opened it yet: a mistake in the order of boot. */
export function installation(): Installation {
  const opened = held[slot];
  if (opened === undefined) throw new Error("the installation was used before it was opened");
  return opened;
}

export function isInstallationOpen(): boolean {
  return held[slot] !== undefined;
}

/** Opens it: reads the sealed hash key, or makes one on the first boot (two processes at once agree on one). */
export async function openInstallation(pool: Pool, facts: InstallationFacts): Promise<Installation> {
  const fresh = facts.ring.seal(randomBytes(32).toString("base64"), hashKeyBinding);
  const sealed = await claimHashKey(pool, fresh);
  const hashKey = openHashKey(facts.ring, sealed);
  // Not under a master key: those come and go, and a fingerprint in the audit must mean the same secret in ten years.
  const fingerprintKey = createHmac("sha256", hashKey).update("countersign fingerprint").digest();
  const fingerprint = (secret: string): string => createHmac("sha256", fingerprintKey).update(secret, "utf8").digest("hex").slice(0, 8);
  const { isPublicUrlFixed = false } = facts;
  const publicUrl = (isPublicUrlFixed ? null : await storedPublicUrl(pool)) ?? facts.publicUrl;
  const opened: Installation = { ...facts, isPublicUrlFixed, publicUrl, signInUrl: publicUrl, defaultPublicUrl: facts.publicUrl, hashKey, fingerprint };
  held[slot] = opened;
  return opened;
}

/** Moves the public address to the one of the settings; `null`: back to where we listen. PUBLIC_URL goes before it. */
export function movePublicUrl(publicUrl: string | null): void {
  const opened = installation();
  if (!opened.isPublicUrlFixed) held[slot] = { ...opened, publicUrl: publicUrl ?? opened.defaultPublicUrl };
}

const hashKeyBinding = { purpose: "hash_key", rowId: "1" } as const;

function openHashKey(ring: KeyRing, sealed: string): Buffer {
  try {
    return Buffer.from(ring.open(sealed, hashKeyBinding), "base64");
  } catch (error) {
    throw new EnvironmentError("ENCRYPTION_KEYS does not hold the master key that sealed this database, but should hold it: put the former key back, behind the new one.", { cause: error });
  }
}

/** For tests, which open several in one process. */
export function closeInstallation(): void {
  held[slot] = undefined;
}
