/** What came back from a receiver, or that nothing did. */
export interface ReceivedAnswer {
  /** `null`: no answer within the time limit, or no connection. */
  readonly status: number | null;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  /** Why nothing came, in words. */
  readonly failure?: string;
}

/** `failure` where the sender let the connection break on purpose. */
export const brokenOff = "the connection broke while it was sent";

/** `taken`: done. `again`: sent again later. `final`: not taken, and never sent again. */
export type Judgement = "taken" | "again" | "final";
