import type { HeaderMap, MessageKind, Verdict } from "#lib/providers/provider";
import type { HeaderLines } from "./kept-headers.ts";
import { keysAt, type OpenKey, type OpenSource } from "./open-source.ts";

/** A request on its way through a door. */
export interface Arrival {
  readonly kind: MessageKind;
  readonly token: string;
  readonly headers: HeaderLines;
  readonly remoteAddress: string | null;
  readonly receivedAtMs: number;
  /** Above 0: its address had so many failures just now that another one is only counted. */
  readonly waitSeconds: number;
}

/** What was found out about a request, and of which state of its source. */
export interface Judged {
  readonly source: OpenSource;
  readonly keys: readonly OpenKey[];
  readonly verdict: Verdict;
}

/** By what is known of the source. */
export function judge(source: OpenSource, { kind, receivedAtMs }: Arrival, headers: HeaderMap, body: Uint8Array): Judged {
  const keys = keysAt(source, receivedAtMs);
  return { source, keys, verdict: source.provider.verify({ kind, settings: source.settings, mode: source.mode, keys, headers, body, nowSeconds: Math.floor(receivedAtMs / 1000) }) };
}

/** Refused by what is remembered of the source: by what it is now, before anybody is told. */
export async function judgeAgain(findSourceAgain: (token: string) => Promise<OpenSource | null>, judged: Judged, arrival: Arrival, headers: HeaderMap, body: Uint8Array): Promise<Judged> {
  const source = await findSourceAgain(arrival.token);
  return source === null || judgesAlike(source, judged.source) ? judged : judge(source, arrival, headers, body);
}

function judgesAlike(one: OpenSource, other: OpenSource): boolean {
  const facts = ({ mode, settings, keys }: OpenSource): string => JSON.stringify([mode, settings, keys.map(({ id, activeFromMs, expiresAtMs }) => [id, activeFromMs, expiresAtMs])]);
  return facts(one) === facts(other);
}
