import type { Attempt } from "#lib/deliveries/delivery-shape";

export interface TimingShare {
  readonly name: "dns" | "connect" | "tls" | "wait" | "read";
  readonly ms: number;
  readonly percent: number;
}

/** Where the time of an attempt went. What took no time, such as a connection that was open already, is left out. */
export function timingShares({ durationMs, timings: { dnsMs, connectMs, tlsMs, firstByteMs } }: Pick<Attempt, "durationMs" | "timings">): readonly TimingShare[] {
  const known = [
    ["dns", dnsMs ?? 0],
    ["connect", connectMs ?? 0],
    ["tls", tlsMs ?? 0],
    ["wait", firstByteMs ?? 0],
  ] as const;
  const rest = Math.max(0, durationMs - known.reduce((sum, [, ms]) => sum + ms, 0));
  // Without a first byte all that is left was waiting for it.
  const parts = firstByteMs === null ? known.map(([name, ms]) => [name, name === "wait" ? rest : ms] as const) : [...known, ["read", rest] as const];
  const total = parts.reduce((sum, [, ms]) => sum + ms, 0);
  return parts.flatMap(([name, ms]) => (ms <= 0 ? [] : [{ name, ms, percent: (ms * 100) / total }]));
}
