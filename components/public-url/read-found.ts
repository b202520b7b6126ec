import { type Reach, reaches, type RoundTripOutcome, roundTripOutcomes } from "#lib/public-url/round-trip-outcomes";
import { memberOf, textMember } from "../api-call.ts";

/** What a check of an address found. */
export interface Found {
  readonly outcome: RoundTripOutcome;
  readonly reach: Reach | null;
  readonly says: string;
  readonly whatToDo: string | null;
  readonly ifSaved: readonly string[];
}

/** The answer of a check. */
export function readFound(body: unknown): Found {
  const ifSaved = memberOf(body, "ifSaved");
  return {
    outcome: roundTripOutcomes.find((outcome) => outcome === textMember(body, "outcome")) ?? "not_tried",
    reach: reaches.find((reach) => reach === textMember(body, "reach")) ?? null,
    says: textMember(body, "says") ?? "",
    whatToDo: textMember(body, "whatToDo"),
    ifSaved: Array.isArray(ifSaved) ? ifSaved.filter((text) => typeof text === "string") : [],
  };
}

/** A tunnel that runs on this machine. */
export interface FoundTunnel {
  readonly program: string;
  readonly url: string;
  readonly port: number | null;
}

export function readTunnels(body: unknown): readonly FoundTunnel[] {
  const tunnels = memberOf(body, "tunnels");
  if (!Array.isArray(tunnels)) return [];
  return tunnels.flatMap((tunnel: unknown) => {
    const [url, port] = [textMember(tunnel, "url"), memberOf(tunnel, "port")];
    return url === null ? [] : [{ program: textMember(tunnel, "program") ?? "A tunnel", url, port: typeof port === "number" ? port : null }];
  });
}
