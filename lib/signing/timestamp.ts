const digits = /^\d{1,15}$/;

/** Unix seconds from decimal digits and nothing else; `null` otherwise. */
export function parseUnixSeconds(text: string): number | null {
  return digits.test(text) ? Number(text) : null;
}

/** True up to and including the tolerance, into the past as into the future. All in seconds. */
export function isWithinTolerance(timestampSeconds: number, nowSeconds: number, toleranceSeconds: number): boolean {
  return Math.abs(nowSeconds - timestampSeconds) <= toleranceSeconds;
}
