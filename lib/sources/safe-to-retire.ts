import { isUsable, type KeyTimes } from "./key-status.ts";

export interface KeyUse extends KeyTimes {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastVerifiedAt: Date | null;
}

/**
 * From when on a key may be retired if it verifies nothing more: a newer one has verified something, and this one then
 * nothing for the provider's retry horizon, so that whatever the provider still had to send with it has been sent. A key
 * younger than the horizon was not watched for long enough. `null`: it verifies nothing now, or nothing takes its place yet.
 */
export function retirableFromMs(key: KeyUse, all: readonly KeyUse[], retryHorizonHours: number, nowMs: number): number | null {
  if (!isUsable(key, nowMs)) return null;
  const newerVerifies = all.some((other) => other.id !== key.id && other.createdAt > key.createdAt && other.lastVerifiedAt !== null && isUsable(other, nowMs));
  if (!newerVerifies) return null;
  return Math.max(key.activeFrom.getTime(), key.lastVerifiedAt?.getTime() ?? 0) + retryHorizonHours * 3_600_000;
}

export function isSafeToRetire(key: KeyUse, all: readonly KeyUse[], retryHorizonHours: number, nowMs: number): boolean {
  const fromMs = retirableFromMs(key, all, retryHorizonHours, nowMs);
  return fromMs !== null && fromMs < nowMs;
}
