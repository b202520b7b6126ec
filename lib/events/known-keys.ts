import { database } from "#lib/platform/database/client";
import { installation } from "#lib/platform/installation";
import type { KeyTimes } from "#lib/sources/key-status";

/** A key with its secret opened, for comparing only: what comes of it holds no secret. */
export interface OpenedKey extends KeyTimes {
  readonly id: string;
  readonly label: string;
  readonly fingerprint: string;
  readonly secret: string;
  readonly sourceName: string;
}

const foreignKeysTried = 100;

/** Every key of a source, ended ones included, oldest first. */
export async function openKeysOf(sourceId: string): Promise<OpenedKey[]> {
  return open(await database().prisma.sourceKey.findMany({ where: { sourceId }, orderBy: { id: "asc" }, include: { source: { select: { name: true } } } }));
}

/** Keys of the other sources of a provider, the newest first, to recognise a mix-up. */
export async function openForeignKeys(provider: string, sourceId: string): Promise<OpenedKey[]> {
  const rows = await database().prisma.sourceKey.findMany({
    where: { source: { provider, id: { not: sourceId } }, revokedAt: null },
    orderBy: { id: "desc" },
    take: foreignKeysTried,
    include: { source: { select: { name: true } } },
  });
  return open(rows);
}

function open(rows: readonly (Omit<OpenedKey, "secret" | "sourceName"> & { readonly sealedSecret: string; readonly source: { readonly name: string } })[]): OpenedKey[] {
  const { ring } = installation();
  return rows.map(({ id, label, fingerprint, activeFrom, expiresAt, revokedAt, sealedSecret, source }) => ({
    id,
    label,
    fingerprint,
    activeFrom,
    expiresAt,
    revokedAt,
    secret: ring.open(sealedSecret, { purpose: "source_key", rowId: id }),
    sourceName: source.name,
  }));
}
