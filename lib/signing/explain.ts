import { asBuffer, utf8Bytes } from "./digest.ts";
import type { ExplainableInput, Explanation, ExplainRequest } from "./explanation.ts";
import { findMistake, matchesGiven } from "./find-mistake.ts";
import { textOfReason } from "./reason-texts.ts";
import { visibleText } from "./visible-text.ts";

const maxGiven = 10;
const maxGivenLength = 300;

/** Says why a request did not verify, and which usual mistake fits. `readings` is the adapter's function of that name. */
export function explainVerification<Input extends ExplainableInput>(request: ExplainRequest<Input>): Explanation {
  const { reason, knownKeys, input } = request;
  const readings = request.readings(input);
  const active = knownKeys.filter(({ state }) => state === "active" || state === "expiring");
  // Of several items the one that no key explains is the one to look at.
  const reading = readings.find((candidate) => !active.some(({ secret }) => matchesGiven(candidate, secret))) ?? readings[0] ?? null;
  const isVerified = reading !== null && reason !== "timestamp_out_of_tolerance" && active.some(({ secret }) => matchesGiven(reading, secret));
  return {
    reason,
    ...textOfReason(reason),
    formula: reading?.formula ?? null,
    signedPreview: reading === null ? null : previewOf(reading.signedBytes, request.maskText),
    signedBytesLength: reading?.signedBytes.length ?? null,
    given: (reading?.given ?? []).slice(0, maxGiven).map((text) => visibleText(Buffer.from(text.slice(0, maxGivenLength)))),
    keysTried: knownKeys.map(({ id, secret }) => ({ keyId: id, matched: reading !== null && matchesGiven(reading, secret) })),
    mistake: reading === null || isVerified ? null : findMistake(request, reading),
  };
}

/** Hidden before it is made visible: an escaped quote that is spelled out ends a JSON string too early. */
function previewOf(signedBytes: Uint8Array, maskText: ((text: string) => string) | undefined): string {
  return visibleText(maskText === undefined ? signedBytes : utf8Bytes(maskText(asBuffer(signedBytes).toString("utf8"))));
}
