import type { MessageKind } from "#lib/providers/provider";

/** The kept bytes need not be the received ones: card numbers may have been overwritten. */
export interface RequestToStore {
  /** UUIDv7 made when it arrived. */
  readonly id: string;
  readonly sourceId: string;
  readonly kind: MessageKind;
  readonly receivedAtMs: number;
  /** `duplicate`: a validation that was decided before. */
  readonly verdict: "verified" | "duplicate" | "quarantined" | "rejected";
  readonly reason: string | null;
  readonly answeredStatus: number;
  readonly keyId: string | null;
  readonly remoteAddress: string | null;
  /** `[[name, value], …]` as JSON text. */
  readonly headersJson: string;
  readonly body: Uint8Array;
  readonly bodyBytes: number;
  readonly bodyHash: Uint8Array;
  readonly masked: boolean;
  /** Empty unless verified, and of validations: they make no events. */
  readonly items: readonly ItemToStore[];
}

export interface ItemToStore {
  /** UUIDv7 that the event gets if it is new. */
  readonly eventId: string;
  /** 32 bytes each. */
  readonly identityHash: Uint8Array;
  readonly contentHash: Uint8Array;
  /** The payment whose closing by hand the provider's answer depends on; `null`: none. */
  readonly payment: string | null;
}

export type StoredOutcome = "accepted" | "duplicate" | "conflict" | "rejected" | "quarantined";

export interface StoredRequest {
  readonly outcome: StoredOutcome;
  /** The events of its items in their order, whether made now or before. */
  readonly eventIds: readonly string[];
  /** One of its items is about a payment that a person has closed. */
  readonly isClosedByHand: boolean;
}
