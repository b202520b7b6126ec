/** What a provider signs in a request; adapters make it (`readings`). */
export interface ExplainableReading {
  readonly signedBytes: Uint8Array;
  readonly given: readonly string[];
  readonly digest: (secret: string) => string | null;
  readonly formula: string;
  readonly timestampSeconds: number | null;
  readonly alternatives: readonly { readonly code: string; readonly sentence: string; readonly next: string; readonly signedBytes: Uint8Array }[];
}

/** The part of a verification's input that is looked at here. */
export interface ExplainableInput {
  readonly body: Uint8Array;
  /** Unix seconds at which the request arrived. */
  readonly nowSeconds: number;
}

export interface ExplainRequest<Input extends ExplainableInput> {
  /** Why it was refused or kept apart, as recorded. */
  readonly reason: string;
  readonly readings: (input: Input) => readonly ExplainableReading[];
  readonly input: Input;
  /** Every key of the source, in the state of the moment of the request. */
  readonly knownKeys: readonly { readonly id: string; readonly secret: string; readonly state: "active" | "expiring" | "expired" | "revoked" }[];
  /** Keys of other sources of the same provider, to recognise a mix-up. */
  readonly foreignKeys?: readonly { readonly secret: string; readonly sourceName: string }[];
  /** Hides what the reader of the preview may not see. */
  readonly maskText?: (signed: string) => string;
}

/** A usual mistake that would give exactly the received signature. */
export interface Mistake {
  readonly code: string;
  readonly sentence: string;
  readonly next: string;
}

/** Holds no secret and no digest but those that the request itself brought. */
export interface Explanation {
  readonly reason: string;
  readonly what: string;
  readonly why: string;
  readonly next: string;
  readonly formula: string | null;
  /** The signed text with everything made visible, at most 4 KiB; the secret is not part of it. */
  readonly signedPreview: string | null;
  readonly signedBytesLength: number | null;
  /** The signatures found in the request. */
  readonly given: readonly string[];
  readonly keysTried: readonly { readonly keyId: string; readonly matched: boolean }[];
  readonly mistake: Mistake | null;
}
