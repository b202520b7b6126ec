import type { Event } from "#lib/events/event-shape";

/** `Payment completed` for `payment.completed`; a provider's own name stays as it is behind its provider. */
export function typeWords(type: string): string {
  const words = type.replaceAll(".", " ").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

type Told = Pick<Event, "type" | "state" | "references" | "seenCount" | "hasConflict">;

/** The page's answer: what the provider says happened, and whether anything about it needs an eye. */
export function eventAnswer(event: Told, providerName: string): string {
  const parts = [opening(event, providerName), "Its signature was verified before anything in it was believed."];
  if (event.seenCount > 1) parts.push(`It was sent ${String(event.seenCount)} times and counts once.`);
  if (event.hasConflict) parts.push("A repeat of it said something else; the first version stands.");
  return parts.join(" ");
}

function opening({ type, state, references }: Told, providerName: string): string {
  if (state === "failed") return `A message of ${providerName} that could not be read into an event.`;
  if (type === null) return `A message of ${providerName}; its type is being read at this moment.`;
  const about = references[0] === undefined ? "" : ` for ${references[0]}`;
  return `${providerName} says: ${lowerFirst(typeWords(type))}${about}.`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
