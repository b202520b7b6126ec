import type { ProviderId } from "#lib/providers/provider";
import { vocabularyOf } from "#lib/simulator/stories";
import type { CaptureMode, Operation } from "./session-shape.ts";

/** What a provider sends at each moment of a hosted checkout, by the simulator's names of messages. */
export interface ProviderPlan {
  /** Whether payments are taken at once, only authorized, or as the session asks. */
  readonly capture: readonly [CaptureMode, ...CaptureMode[]];
  /** Praxis asks before it charges. */
  readonly validates: boolean;
  readonly paid: readonly string[];
  readonly authorized: readonly string[];
  readonly declined: readonly string[];
  /** Empty where the provider says nothing before the bank has decided. */
  readonly challenge: readonly string[];
  readonly paidAfterChallenge: readonly string[];
  readonly notAuthenticated: readonly string[];
  /** `null`: the provider sends no message of it. */
  readonly operations: Readonly<Record<Operation, readonly string[] | null>>;
  /** Whether what was authorized can be captured in several parts. */
  readonly capturesInParts: boolean;
  /** Whether messages of captures and refunds name an amount of their own. */
  readonly namesParts: boolean;
}

/** `null`: messages of this source are not about payments at a checkout. */
export function planOf(provider: ProviderId, settings: Readonly<Record<string, unknown>>): ProviderPlan | null {
  const vocabulary = vocabularyOf(provider, settings);
  if (vocabulary === null) return null;
  const { words, without = [] } = vocabulary;
  const paid = words.pay ?? [];
  const declined = words.decline ?? [];
  return {
    capture: words.authorize === undefined || words.capture === undefined ? ["automatic"] : ["automatic", "manual"],
    validates: provider === "praxis",
    paid,
    authorized: words.authorize ?? [],
    declined,
    challenge: words.challenge ?? [],
    paidAfterChallenge: words.passChallenge ?? paid,
    notAuthenticated: words.failChallenge ?? declined,
    operations: {
      capture: words.capture ?? null,
      refund: words.refund ?? null,
      void: words.cancel ?? null,
      chargeback: words.chargeBack === undefined ? null : [...(words.openDispute ?? []), ...words.chargeBack],
    },
    capturesInParts: !without.includes("capture-in-parts"),
    namesParts: !without.includes("refund-in-parts"),
  };
}
