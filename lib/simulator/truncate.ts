import type { SignedMessage } from "./simulation.ts";

/** The same request after its second half was lost. */
export function truncate(signed: SignedMessage): SignedMessage {
  return { ...signed, body: signed.body.subarray(0, Math.floor(signed.body.length / 2)) };
}
