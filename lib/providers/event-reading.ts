import { boundedName, boundedReading } from "./bounded-texts.ts";
import { typeOfFacts } from "./fact.ts";
import { noDetails, type PaymentReading } from "./payment-reading.ts";
import type { ProviderId, ReadEvent } from "./provider.ts";

/** What an adapter reads from one event; its type, its facts and its details all follow from it. */
export interface EventReading extends PaymentReading {
  /** A type that does not follow from facts, such as `report.available`; `null`: by the facts. */
  readonly type: string | null;
  /** As found, with gaps and repeats. */
  readonly references: readonly (string | null)[];
}

const maxTypeLength = 120;
const maxReferences = 24;

/** A reading of what cannot be understood: stored, acknowledged, no fact. */
export function unknownReading(flag: "malformed_json" | "unknown_shape"): EventReading {
  return { providerType: "unknown", type: null, occurredAt: null, references: [], flags: [flag], facts: [], details: noDetails };
}

/** The same reading without facts and details, since two readers of the body could see different ones. */
export function withoutFacts(reading: EventReading, flag: string): EventReading {
  return { ...reading, type: null, facts: [], details: noDetails, flags: [...reading.flags, flag] };
}

export function readEventFrom(provider: ProviderId, reading: EventReading): ReadEvent {
  const providerType = cleanText(reading.providerType, maxTypeLength) ?? "unknown";
  return {
    event: {
      type: reading.type ?? typeOfFacts(reading.facts) ?? `${provider}.${providerType}`,
      providerType,
      occurredAt: reading.occurredAt,
      references: collectReferences(reading.references),
      flags: [...new Set(reading.flags)],
    },
    payment: boundedReading(reading),
  };
}

function collectReferences(found: readonly (string | null)[]): readonly string[] {
  const references = new Set<string>();
  for (const text of found) {
    const clean = text === null ? null : cleanText(boundedName(text));
    if (clean !== null && references.size < maxReferences) references.add(clean);
  }
  return [...references];
}

/** Without control characters and lone surrogates, which PostgreSQL's text refuses; `null` when nothing is left. */
function cleanText(text: string, maxLength = text.length): string | null {
  const clean = text.slice(0, maxLength).replaceAll(/[\u0000-\u001f\u007f]/g, "").toWellFormed().trim();
  return clean === "" ? null : clean;
}
