import type { KeyStatus } from "./source-shape.ts";

/** What decides whether a key verifies at a moment. */
export interface KeyTimes {
  readonly activeFrom: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

export function keyStatus({ expiresAt, revokedAt }: KeyTimes, nowMs: number): KeyStatus {
  if (revokedAt !== null) return "revoked";
  if (expiresAt === null) return "active";
  return expiresAt.getTime() <= nowMs ? "expired" : "expiring";
}

/** Whether a key verifies at this moment. */
export function isUsable(key: KeyTimes, nowMs: number): boolean {
  const status = keyStatus(key, nowMs);
  return (status === "active" || status === "expiring") && key.activeFrom.getTime() <= nowMs;
}
