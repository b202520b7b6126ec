import type { ProviderId } from "#lib/providers/provider";
import { familyStories } from "./family-stories.ts";
import { vocabularies } from "./provider-words.ts";
import { renewalOf } from "./renewal-of.ts";
import type { SimulatedPayment } from "./simulated-payment.ts";
import { SimulationError } from "./simulation.ts";
import type { StatedTransaction, Story, StoryCourse, StoryStep } from "./story.ts";
import type { Saying, Tale } from "./tale.ts";
import { tales } from "./tales.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Between the messages that tell of one thing. */
const betweenSeconds = 2;

/** Every story that a provider tells under these settings. */
export function storiesOf(provider: ProviderId, settings: Readonly<Record<string, unknown>>): readonly Story[] {
  const families = familyStories(provider, settings);
  const vocabulary = vocabularyOf(provider, settings);
  if (vocabulary === null) return families;
  const told = tales.filter(({ id, sayings }) => vocabulary.without?.includes(id) !== true && sayings.every(({ word, optional }) => optional === true || vocabulary.words[word] !== undefined));
  return [...told.map((tale) => ({ id: tale.id, title: tale.title, provider, course: (payment: SimulatedPayment) => courseOf(tale, vocabulary, payment) })), ...families];
}

/** The story of that id. Throws `SimulationError` with the list of those that there are. */
export function storyNamed(provider: ProviderId, settings: Readonly<Record<string, unknown>>, id: string): Story {
  const stories = storiesOf(provider, settings);
  const found = stories.find((story) => story.id === id);
  if (found === undefined) throw new SimulationError(`${provider} tells no story "${id}" under these settings. It tells: ${stories.map((story) => story.id).join(", ")}.`);
  return found;
}

/** `null` for Adyen's platform, which tells of no payments. */
export function vocabularyOf(provider: ProviderId, settings: Readonly<Record<string, unknown>>): Vocabulary | null {
  if (provider === "adyen") return settings["scheme"] === "platform" ? null : settings["captureMode"] === "automatic" ? vocabularies.adyenAutomatic : vocabularies.adyenManual;
  if (provider === "praxis") return vocabularies.praxis;
  if (provider === "stripe") return vocabularies.stripe;
  if (provider === "prahsys") return settings["scheme"] === "protocol" ? vocabularies.prahsysProtocol : vocabularies.prahsysSvix;
  return vocabularies.generic;
}

function courseOf(tale: Tale, vocabulary: Vocabulary, payment: SimulatedPayment): StoryCourse {
  const told = tale.sayings.filter(({ word }) => vocabulary.words[word] !== undefined);
  const renewals = [...new Set(told.map(({ renewal }) => renewal ?? 0))];
  return {
    steps: told.flatMap((saying, index) => stepsOf(saying, vocabulary, payment, told.slice(0, index + 1))),
    ends: tale.end === null ? [] : renewals.map((renewal) => endOf(tale, vocabulary, renewalOf(payment, renewal))),
  };
}

function stepsOf(saying: Saying, vocabulary: Vocabulary, first: SimulatedPayment, until: readonly Saying[]): readonly StoryStep[] {
  const payment = renewalOf(first, saying.renewal ?? 0);
  const amountOf = ({ part }: Saying): bigint => part?.of(payment.amountMinor) ?? payment.amountMinor;
  const totalMinor = until.filter(({ word }) => word === saying.word).reduce((sum, one) => sum + amountOf(one), 0n);
  const types = vocabulary.words[saying.word] ?? [];
  // Prahsys names the transaction that a refund acts on.
  const on = until.some(({ word }) => word === "capture") ? "capture" : undefined;
  return types.map((type, index) => ({
    afterSeconds: index === 0 ? saying.afterSeconds : betweenSeconds,
    type,
    payment,
    operation: { name: saying.part?.name ?? "", amountMinor: amountOf(saying), totalMinor, ...(on === undefined || saying.word !== "refund" ? {} : { on }) },
  }));
}

function endOf(tale: Tale, { referenceOf, sessionReferenceOf = referenceOf }: Vocabulary, payment: SimulatedPayment): StatedTransaction {
  const end = tale.end?.(payment.amountMinor) ?? { status: "created" };
  return {
    reference: tale.ofSession === true ? sessionReferenceOf(payment) : referenceOf(payment),
    kind: end.kind ?? "payment",
    status: end.status,
    dispute: end.dispute ?? "none",
    currency: payment.currency,
    authorizedMinor: end.authorized ?? payment.amountMinor,
    capturedMinor: end.captured ?? 0n,
    refundedMinor: end.refunded ?? 0n,
    disputedMinor: end.disputed ?? 0n,
  };
}
