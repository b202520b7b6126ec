import { equalBytes, utf8Bytes } from "#lib/signing/digest";

/** Whether a call with this `authorization` may read what we measure; nobody may while no token is set. */
export function mayReadMetrics(metricsToken: string | null, authorization: string): boolean {
  return metricsToken !== null && equalBytes(utf8Bytes(authorization), utf8Bytes(`Bearer ${metricsToken}`));
}
