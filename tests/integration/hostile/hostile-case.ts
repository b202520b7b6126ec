import type { RawPart } from "../../runner/raw-http.ts";
import type { Sources } from "./doors.ts";

export interface HostileCase {
  readonly name: string;
  /** The documented answer; several where more than one is right. 0: the connection ends without one. */
  readonly status: number | readonly number[];
  /** Text that the answer's body holds. */
  readonly answer?: string;
  /** What the request list shows afterwards, where that matters. */
  readonly outcome?: "accepted" | "duplicate" | "conflict" | "rejected" | "quarantined";
  readonly send: (sources: Sources) => readonly RawPart[];
}
