import type { SignedMessage } from "./simulation.ts";

/** The same request after its second half was lost: the connection breaks while it is sent, or something on the way passes the first half on as if it were all. */
export function truncate(signed: SignedMessage, how: "broken" | "passed on"): SignedMessage {
  const half = Math.floor(signed.body.length / 2);
  return how === "broken" ? { ...signed, sentBytes: half } : { ...signed, body: signed.body.subarray(0, half) };
}
