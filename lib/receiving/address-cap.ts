import { LruMap } from "#lib/platform/lru-map";

/** What nobody vouched for, from one address: so many at once, and so many each second for ever. Above both it is a flood. */
export const failuresAtOnce = 600;
export const failuresPerSecond = 20;

interface Bucket {
  failures: number;
  atMs: number;
}

/**
 * Counts failed verifications and unknown tokens by address, and nothing else: traffic that a key vouches for is never
 * capped, whatever else comes from its address. Per process; forgets the address that failed longest ago.
 */
export class AddressCap {
  private readonly buckets = new LruMap<string, Bucket>(50_000);

  /** Seconds until the next failure of this address would be answered as others are; 0: it would be now. */
  waitSeconds(address: string | null, nowMs: number): number {
    const bucket = address === null ? undefined : this.buckets.get(network(address));
    if (bucket === undefined) return 0;
    const over = leftOf(bucket, nowMs) + 1 - failuresAtOnce;
    return over <= 0 ? 0 : Math.ceil(over / failuresPerSecond);
  }

  /** Whoever goes on while capped waits no longer than one who stops. */
  count(address: string | null, nowMs: number): void {
    if (address === null) return;
    const key = network(address);
    const bucket = this.buckets.get(key);
    this.buckets.set(key, { failures: Math.min(failuresAtOnce, bucket === undefined ? 1 : leftOf(bucket, nowMs) + 1), atMs: nowMs });
  }
}

function leftOf({ failures, atMs }: Bucket, nowMs: number): number {
  return Math.max(0, failures - (Math.max(0, nowMs - atMs) / 1000) * failuresPerSecond);
}

/** One customer of a network owns at least 64 bits of IPv6 addresses: they count as one. */
function network(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::", 2);
  const groups = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const all = [...groups, ...Array.from({ length: Math.max(0, 8 - groups.length - after.length) }, () => "0"), ...after];
  return `${all.slice(0, 4).join(":")}::/64`;
}
