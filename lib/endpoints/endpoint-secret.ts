import { randomBytes } from "node:crypto";
import { newId } from "#lib/platform/ids";
import { installation } from "#lib/platform/installation";
import type { Sealed } from "#lib/platform/seal";
import { encodeWebhookSecret } from "#lib/signing/standard-webhooks";

export interface MadeSecret {
  readonly id: string;
  readonly fingerprint: string;
  readonly sealedSecret: Sealed;
  /** The secret where we made it, to be shown once; `null` where it was given to us. */
  readonly generated: string | null;
}

/** A secret ready to be stored: the given one, or one made of 32 random bytes. */
export function makeEndpointSecret(given: string | undefined): MadeSecret {
  const { ring, fingerprint } = installation();
  const id = newId();
  const secret = given ?? encodeWebhookSecret(randomBytes(32));
  return { id, fingerprint: fingerprint(secret), sealedSecret: ring.seal(secret, { purpose: "endpoint_secret", rowId: id }), generated: given === undefined ? secret : null };
}

/** Headers sealed for one endpoint, or `null` for none; names in lower case. */
export function sealHeaders(headers: Readonly<Record<string, string>>, endpointId: string): { readonly sealedHeaders: Sealed | null; readonly headerNames: string[] } {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  if (entries.length === 0) return { sealedHeaders: null, headerNames: [] };
  return { sealedHeaders: installation().ring.seal(JSON.stringify(entries), { purpose: "endpoint_header", rowId: endpointId }), headerNames: entries.map(([name]) => name) };
}
