import { z } from "zod";
import type { AuditEntry } from "#lib/platform/database/generated/client";
import { type IdNoun, idPrefixes, parsePublicId, publicId } from "#lib/platform/ids";
import type { AuditEntryView } from "./audit-shape.ts";

const jsonObject = z.record(z.string(), z.unknown());

/** An entry as the API and the pages tell it: with the ids that people know. */
export function presentEntry(row: AuditEntry): AuditEntryView {
  return {
    position: Number(row.position),
    at: row.at.toISOString(),
    actor: { type: row.actorType, id: shownId(row.actorType, row.actorId), name: row.actorName, address: row.address },
    action: row.action,
    subject: { type: row.subjectType, id: shownId(row.subjectType, row.subjectId) },
    details: jsonObject.catch({}).parse(row.details),
    previousHash: Buffer.from(row.previousHash).toString("hex"),
    hash: Buffer.from(row.hash).toString("hex"),
  };
}

/** Subjects carry bare UUIDs; what has no prefix stays as it is. */
function shownId(type: string, id: string | null): string | null {
  if (id === null || !isNoun(type)) return id;
  const shown = publicId(type, id);
  return parsePublicId(type, shown) === null ? id : shown;
}

function isNoun(type: string): type is IdNoun {
  return Object.hasOwn(idPrefixes, type);
}
