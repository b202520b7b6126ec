import { hmac, toBase64 } from "#lib/signing/digest";
import { decodeBase64 } from "#lib/signing/strict-decoding";
import type { AdyenSettings } from "./adyen-settings.ts";
import { decodeKey } from "./adyen-standard.ts";
import { type EventReading, unknownReading, withoutFacts } from "./event-reading.ts";
import { readPayload, textAt } from "./payload.ts";
import { noDetails } from "./payment-reading.ts";
import type { SignedReading, Verdict, VerifyInput } from "./provider.ts";
import { timeFromIso } from "./provider-time.ts";
import { findMatchingKey, quarantined, refused, usableKeys, verified } from "./verdict.ts";
import { identityText, ownMember, readNative } from "./whole-body.ts";

const header = "hmacsignature";

/** `Protocol: HmacSHA256` comes along and is not looked at: no sender chooses the algorithm. */
export function verifyAdyenPlatform(input: VerifyInput<AdyenSettings>): Verdict {
  const keys = usableKeys(input.keys, decodeKey);
  if (keys.length === 0) return refused("no_usable_key");
  const given = input.headers.get(header);
  if (given === undefined || given === "") return refused("signature_missing");
  const digest = decodeBase64(given);
  if (digest?.length !== 32) return refused("signature_malformed");
  const keyId = findMatchingKey(keys, (key) => hmac("sha256", key, input.body), [digest]);
  if (keyId === null) return refused("signature_mismatch");
  const read = readNative(input.body);
  if (!read.ok) return quarantined(keyId, "malformed_json");
  const environment = ownMember(read.value, "environment");
  if (environment !== undefined && environment !== null && environment !== input.mode) return quarantined(keyId, "wrong_mode");
  const id = identityText(read.value, "id", input.body);
  return verified(keyId, { identity: id === null ? null : [id], content: input.body });
}

/** Platform messages tell of balances, transfers and tokens: stored and searchable, no payment fact. */
export function readAdyenPlatformEvent(body: Uint8Array): EventReading {
  const payload = readPayload(body);
  if (payload === null) return unknownReading("malformed_json");
  const { value } = payload;
  const type = textAt(value, "type");
  if (type === null) return unknownReading("unknown_shape");
  const reading: EventReading = {
    providerType: type,
    type: null,
    occurredAt: timeFromIso(textAt(value, "timestamp") ?? textAt(value, "createdAt") ?? textAt(value, "data", "creationDate")),
    references: [
      textAt(value, "data", "id"), textAt(value, "data", "reference"), textAt(value, "data", "transferId"),
      textAt(value, "data", "accountId"), textAt(value, "data", "accountHolder", "id"), textAt(value, "data", "shopperReference"),
      textAt(value, "data", "storedPaymentMethodId"), textAt(value, "id"),
    ],
    flags: [],
    facts: [],
    details: noDetails,
  };
  return payload.duplicates.length > 0 ? withoutFacts(reading, "duplicate_members") : reading;
}

export function readingsOfPlatform(input: VerifyInput<AdyenSettings>): readonly SignedReading[] {
  const given = input.headers.get(header);
  const digest = (secret: string) => {
    const key = decodeKey(secret);
    return key === null ? null : toBase64(hmac("sha256", key, input.body));
  };
  return [
    {
      signedBytes: input.body,
      given: given === undefined ? [] : [given],
      digest,
      formula: "base64(HMAC-SHA256(key = the 64 hexadecimal digits as 32 bytes, text = the exact body)), in the header HmacSignature",
      timestampSeconds: null,
      alternatives: [],
    },
  ];
}
