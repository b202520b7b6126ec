import { publicId } from "#lib/platform/ids";
import { installation } from "#lib/platform/installation";
import type { Prisma } from "#lib/platform/database/client";
import type { Provider } from "#lib/providers/provider";
import { isProviderId, providerById } from "#lib/providers/registry";
import { isUsable, keyStatus } from "./key-status.ts";
import { type KeyUse, retirableFromMs } from "./safe-to-retire.ts";
import type { KeyCount } from "./source-counts.sql.ts";
import { type Key, type Source, sourceStatuses } from "./source-shape.ts";

export const sourceParts = {
  keys: { orderBy: { id: "asc" }, omit: { sealedSecret: true } },
  tokens: { orderBy: { createdAt: "desc" } },
} as const satisfies Prisma.SourceInclude;

/** A source with its tokens and keys, without the sealed secrets. */
export type SourceRecord = Prisma.SourceGetPayload<{ include: typeof sourceParts }>;

export interface SourceFacts {
  readonly keyCounts: ReadonlyMap<string, KeyCount>;
  readonly lastMessageAt: Date | null;
  readonly nowMs: number;
}

/** `detailed`: with URLs, tokens, settings and keys; viewers get names and states only. */
export function presentSource(record: SourceRecord, facts: SourceFacts, detailed: boolean): Source {
  const provider = providerOf(record.provider);
  const current = record.tokens.find(({ expiresAt }) => expiresAt === null)?.token ?? null;
  return {
    id: publicId("source", record.id),
    provider: provider.id,
    name: record.name,
    mode: record.mode === "live" ? "live" : "test",
    status: statusOf(record.status),
    settings: detailed ? settingsOf(record.settings) : null,
    token: detailed ? current : null,
    webhookUrl: detailed && current !== null ? `${installation().publicUrl}/api/webhooks/${current}` : null,
    validationUrl: detailed && current !== null && provider.takesValidations ? `${installation().publicUrl}/api/validations/${current}` : null,
    previousTokens: detailed ? previousTokens(record, facts.nowMs) : [],
    keys: detailed ? presentKeys(record, provider, facts) : [],
    silenceAlarmMinutes: record.silenceAlarmMinutes,
    lastMessageAt: facts.lastMessageAt?.toISOString() ?? null,
    createdAt: record.createdAt.toISOString(),
  };
}

/** All keys of a source, oldest first. */
export function presentKeys(record: SourceRecord, provider: Provider, { keyCounts, nowMs }: SourceFacts): Key[] {
  const uses: KeyUse[] = record.keys.map((key) => ({ ...key, lastVerifiedAt: keyCounts.get(key.id)?.lastVerifiedAt ?? null }));
  return record.keys.map((key) => {
    const count = keyCounts.get(key.id);
    const use: KeyUse = { ...key, lastVerifiedAt: count?.lastVerifiedAt ?? null };
    const fromMs = retirableFromMs(use, uses, provider.retryHorizonHours, nowMs);
    return {
      id: publicId("key", key.id),
      label: key.label,
      fingerprint: key.fingerprint,
      status: keyStatus(key, nowMs),
      activeFrom: key.activeFrom.toISOString(),
      expiresAt: (key.revokedAt ?? key.expiresAt)?.toISOString() ?? null,
      lastVerifiedAt: count?.lastVerifiedAt.toISOString() ?? null,
      verifiedCount: count?.verifiedCount ?? 0,
      verifiedLastDay: count?.verifiedLastDay ?? 0,
      safeToRetire: fromMs !== null && fromMs < nowMs,
      retirableFrom: fromMs === null ? null : new Date(fromMs).toISOString(),
    };
  });
}

/** How many keys of a source verify now. */
export function usableKeyCount(record: SourceRecord, nowMs: number): number {
  return record.keys.filter((key) => isUsable(key, nowMs)).length;
}

/** The adapter of a stored source. Throws for a provider that this version does not know: a fault of ours. */
export function providerOf(id: string): Provider {
  if (!isProviderId(id)) throw new Error(`a stored source has the unknown provider "${id}"`);
  return providerById(id);
}

function previousTokens(record: SourceRecord, nowMs: number): Source["previousTokens"] {
  return record.tokens.flatMap(({ token, expiresAt, lastUsedAt, useCount }) =>
    expiresAt !== null && expiresAt.getTime() > nowMs ? [{ token, expiresAt: expiresAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null, useCount: Number(useCount) }] : [],
  );
}

export function statusOf(text: string): Source["status"] {
  return sourceStatuses.find((status) => status === text) ?? "archived";
}

function settingsOf(value: Prisma.JsonValue): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
