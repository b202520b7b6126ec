import type { Source } from "#lib/sources/source-shape";

/** Whether this source works, in words. `hasDetails`: whether the reader sees its keys. */
export function sourceAnswer(source: Source, hasDetails: boolean): string {
  if (source.status === "archived") return "Archived: its URL answers 404. Its events stay readable.";
  const usable = source.keys.filter((key) => key.status === "active" || key.status === "expiring").length;
  if (hasDetails && usable === 0) return "It has no key that is valid now, so every message is refused. Add a key.";
  if (source.status === "paused") return "Paused: messages are verified and kept, deliveries wait until it is resumed.";
  if (source.lastMessageAt === null) return "Ready. No message has arrived that a key vouches for.";
  return "Active. Messages arrive and are verified.";
}
