import { isUsable, type KeyTimes } from "./key-status.ts";

export interface KeyUse extends KeyTimes {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastVerifiedAt: Date | null;
}

/**
 * True when a newer key has verified something, and this one nothing for the provider's retry horizon: whatever the
 * provider still had to send with it has been sent. A key younger than the horizon was not watched for long enough.
 */
export function isSafeToRetire(key: KeyUse, all: readonly KeyUse[], retryHorizonHours: number, nowMs: number): boolean {
  if (!isUsable(key, nowMs)) return false;
  const newerVerifies = all.some((other) => other.id !== key.id && other.createdAt > key.createdAt && other.lastVerifiedAt !== null && isUsable(other, nowMs));
  const lastNeededMs = Math.max(key.activeFrom.getTime(), key.lastVerifiedAt?.getTime() ?? 0);
  return newerVerifies && lastNeededMs < nowMs - retryHorizonHours * 3_600_000;
}
