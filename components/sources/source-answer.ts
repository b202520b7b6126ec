import type { Source } from "#lib/sources/source-shape";

/** What was last refused or set aside. */
export interface Failure {
  readonly outcome: string;
  readonly receivedAt: string;
}

/** Whether this source works, in words. `hasDetails`: whether the reader sees its keys. */
export function sourceAnswer(source: Pick<Source, "status" | "keys" | "lastMessageAt" | "createdAt">, hasDetails: boolean, lastFailure: Failure | undefined): string {
  if (source.status === "archived") return "Archived: its URL answers 404. Its events stay readable.";
  const usable = source.keys.filter((key) => key.status === "active" || key.status === "expiring").length;
  if (hasDetails && usable === 0) return "It has no key that is valid now, so every message is refused. Add a key.";
  if (source.status === "paused") return "Paused: messages are verified and kept, deliveries wait until it is resumed.";
  if (lastFailure !== undefined && Date.parse(lastFailure.receivedAt) > Date.parse(source.lastMessageAt ?? source.createdAt)) {
    return lastFailure.outcome === "rejected" ? "The last message was refused; its page says why and what to do." : "The last message was set aside; its page says why and what to do.";
  }
  if (source.lastMessageAt === null) return "Ready. No message has arrived that a key vouches for.";
  return "Active. Messages arrive and are verified.";
}
