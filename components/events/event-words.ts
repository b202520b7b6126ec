import type { Event } from "#lib/events/event-shape";
import type { TransactionDetail } from "#lib/transactions/transaction-shape";
import type { WhyField } from "#lib/transactions/why";
import { lowerFirst, statusWords, whyFieldWords } from "../transactions/transaction-words.ts";

/** `Payment completed` for `payment.completed`; a provider's own name stays as it is behind its provider. */
export function typeWords(type: string): string {
  const words = type.replaceAll(".", " ").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

type Told = Pick<Event, "provider" | "type" | "state" | "references" | "seenCount" | "hasConflict">;

/** The page's answer: what the provider says happened, and whether anything about it needs an eye. */
export function eventAnswer(event: Told, providerName: string): string {
  const parts = [opening(event, providerName), "Its signature was verified before anything in it was believed."];
  if (event.seenCount > 1) parts.push(`It was sent ${String(event.seenCount)} times and counts once.`);
  if (event.hasConflict) parts.push("A repeat of it said something else; the first version stands.");
  return parts.join(" ");
}

function opening({ provider, type, state, references }: Told, providerName: string): string {
  if (state === "failed") return `A message of ${providerName} that could not be read into an event.`;
  if (type === null) return `A message of ${providerName}; its type is being read at this moment.`;
  const about = references[0] === undefined ? "" : ` for ${references[0]}`;
  // A name that is the provider's own is not said twice, and not taken for ours.
  const said = type.startsWith(`${provider}.`) ? type.slice(provider.length + 1) : lowerFirst(typeWords(type));
  return `${providerName} says: ${said}${about}.`;
}

const amountFields: ReadonlySet<WhyField> = new Set(["authorized", "captured", "refunded", "disputed"]);

/** Which fields of its payment are as they are because of an event. */
export function effectWords(eventId: string, { why, foldedStatus }: Pick<TransactionDetail, "why" | "foldedStatus">): string {
  const fields = why.filter((line) => line.eventId === eventId).map(({ field }) => field);
  const status = fields.includes("status") ? [`its status (${lowerFirst(statusWords[foldedStatus])})`] : [];
  const amounts = fields.filter((field) => amountFields.has(field)).map((field) => `the amount ${lowerFirst(whyFieldWords[field])}`);
  const others = fields.filter((field) => field !== "status" && !amountFields.has(field)).map((field) => `the ${lowerFirst(whyFieldWords[field])}`);
  const parts = [...status, ...amounts, ...others];
  const last = parts.at(-1);
  if (last === undefined) return "It is a part of this payment; what the payment shows now comes from other events.";
  return `The payment has from it: ${parts.length === 1 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`}.`;
}
