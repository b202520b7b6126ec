import { type OpenEndpoint, secretsAt } from "#lib/endpoints/open-endpoint";

/** Where deliveries go: an endpoint, or the URL that a replay named. */
export interface Target {
  readonly id: string;
  readonly url: string;
  readonly format: "normalized" | "original";
  /** Its own headers, lower-case names. */
  readonly headers: readonly (readonly [string, string])[];
  readonly ratePerSecond: number | null;
  readonly maxInFlight: number;
  readonly scheduleSeconds: readonly number[];
  /** Those that sign at a moment, oldest first. */
  readonly secretsAt: (atMs: number) => readonly [string, ...string[]];
  /** Has a health of its own, which decides how much is sent. */
  readonly isEndpoint: boolean;
}

const copiesInFlight = 16;

export function endpointTarget(endpoint: OpenEndpoint): Target {
  const { id, url, format, headers, ratePerSecond, maxInFlight, retrySchedule } = endpoint;
  return { id, url, format, headers, ratePerSecond, maxInFlight, scheduleSeconds: retrySchedule ?? [], secretsAt: (atMs) => secretsAt(endpoint, atMs), isEndpoint: true };
}

/** A copy to a URL that is no endpoint, signed with the secret that its replay showed once. */
export function copyTarget(copy: { readonly replayId: string; readonly url: string; readonly secret: string }): Target {
  return { id: copy.replayId, url: copy.url, format: "normalized", headers: [], ratePerSecond: null, maxInFlight: copiesInFlight, scheduleSeconds: [], secretsAt: () => [copy.secret], isEndpoint: false };
}
