import { z } from "zod";

/** How far a signed time may be from ours, in seconds. */
export function toleranceField(maxSeconds: number) {
  return z
    .int()
    .min(30)
    .max(maxSeconds)
    .default(300)
    .meta({ title: "Tolerance in seconds", description: "How far the signed time may be from this server's clock, into the past and into the future. Providers use 300." });
}
