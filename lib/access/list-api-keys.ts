import { z } from "zod";
import { systemClock } from "#lib/platform/clock";
import { database, type Transaction } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { cursorId, type Page, toPage } from "#lib/platform/keyset";
import { pageQueryMembers } from "#lib/platform/page-query";
import type { Actor } from "./actor.ts";
import type { ApiKey } from "./api-key-shape.ts";
import { effectiveScopes } from "./effective-scopes.ts";
import { roles } from "./permissions.ts";
import { requirePermission } from "./require-permission.ts";

/** `GET /api-keys`. */
export const apiKeysQuery = z.strictObject(pageQueryMembers);

type Reader = Pick<Transaction, "apiKey" | "user">;
type ApiKeyRecord = Awaited<ReturnType<Reader["apiKey"]["findUniqueOrThrow"]>>;

/** Newest first, ended ones included. */
export async function listApiKeys(actor: Actor, query: Partial<z.output<typeof apiKeysQuery>> = {}): Promise<Page<ApiKey>> {
  requirePermission(actor, "apiKeys.write");
  const { limit = 50 } = query;
  const after = cursorId("apiKey", query.cursor);
  const { prisma } = database();
  const records = await prisma.apiKey.findMany({ where: after === null ? {} : { id: { lt: after } }, orderBy: { id: "desc" }, take: limit + 1 });
  const present = await presenter(prisma, records);
  return toPage("apiKey", records, limit, present);
}

/** One key as it is now. Throws when it is not there. */
export async function readApiKey(reader: Reader, uuid: string): Promise<ApiKey> {
  const record = await reader.apiKey.findUniqueOrThrow({ where: { id: uuid } });
  return (await presenter(reader, [record]))(record);
}

/** Reads the makers of these keys once; the key of somebody who is gone does as little as that of somebody disabled. */
async function presenter(reader: Reader, records: readonly ApiKeyRecord[]): Promise<(record: ApiKeyRecord) => ApiKey> {
  const ids = [...new Set(records.flatMap(({ createdBy }) => createdBy ?? []))];
  const people = await reader.user.findMany({ where: { id: { in: ids } } });
  const byId = new Map(people.map((person) => [person.id, person]));
  const now = new Date(systemClock.now());
  return (record) => {
    const person = record.createdBy === null ? undefined : byId.get(record.createdBy);
    const role = roles.find((name) => name === person?.role) ?? "viewer";
    const granted = effectiveScopes(record.scopes, record.createdBy === null ? null : { role, disabled: person === undefined || person.disabledAt !== null });
    const status = statusOf(record, granted, now);
    return {
      id: publicId("apiKey", record.id),
      name: record.name,
      prefix: record.prefix,
      status,
      scopes: record.scopes,
      effectiveScopes: status === "active" ? [...granted] : [],
      createdBy: record.createdBy === null ? null : { id: publicId("user", record.createdBy), name: person?.name ?? "Somebody who is gone" },
      createdAt: record.createdAt.toISOString(),
      expiresAt: record.expiresAt?.toISOString() ?? null,
      lastUsedAt: record.lastUsedAt?.toISOString() ?? null,
      revokedAt: record.revokedAt?.toISOString() ?? null,
    };
  };
}

function statusOf({ revokedAt, expiresAt }: ApiKeyRecord, granted: readonly string[], now: Date): ApiKey["status"] {
  if (revokedAt !== null) return "revoked";
  if (expiresAt !== null && expiresAt <= now) return "expired";
  return granted.length === 0 ? "suspended" : "active";
}
