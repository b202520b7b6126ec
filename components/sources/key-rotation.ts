import type { Key } from "#lib/sources/source-shape";

/** Where the rotation of a source's key stands. */
export interface KeyRotation {
  readonly step: 1 | 2 | 3;
  /** Keys that verify now, oldest first. */
  readonly usable: readonly Key[];
  /** The key that takes over: the newest, where there is another one. */
  readonly next: Key | null;
  /** The keys that it takes over from. */
  readonly former: readonly Key[];
  /** The key that verified the last message; `null`: none has verified anything. */
  readonly signing: Key | null;
}

/** What a key is called where several are named: with its fingerprint where another one has the same label. */
export function keyName(key: Pick<Key, "id" | "label" | "fingerprint">, all: readonly Pick<Key, "id" | "label">[]): string {
  return all.some(({ id, label }) => id !== key.id && label === key.label) ? `${key.label} (${key.fingerprint})` : key.label;
}

export function isVerifying({ status }: Pick<Key, "status">): boolean {
  return status === "active" || status === "expiring";
}

/** `keys` oldest first, ended ones included. */
export function keyRotation(keys: readonly Key[]): KeyRotation {
  const usable = keys.filter(isVerifying);
  const former = usable.slice(0, -1);
  const next = usable.length > 1 ? (usable.at(-1) ?? null) : null;
  const signing = usable.reduce<Key | null>((latest, key) => (key.lastVerifiedAt !== null && (latest?.lastVerifiedAt ?? "") < key.lastVerifiedAt ? key : latest), null);
  return { usable, former, next, signing, step: next === null ? 1 : former.some(({ safeToRetire }) => safeToRetire) ? 3 : 2 };
}

/** What the rotation page answers first. */
export function keyRotationAnswer({ usable, next, former, signing }: KeyRotation, providerName: string): string {
  const [only] = usable;
  const name = (key: Key): string => `“${keyName(key, usable)}”`;
  if (only === undefined) return "No key verifies now: every message is refused. Add a key.";
  if (next === null) return `${name(only)} is the only key that verifies. Add the new one beside it: both are accepted until you end the old one.`;
  if (signing === null) return `${String(usable.length)} keys verify. No message has arrived yet that one of them vouches for.`;
  if (signing.id !== next.id) return `${providerName} still signs with ${name(signing)}. ${next.lastVerifiedAt === null ? `${name(next)} has verified nothing yet.` : `${name(next)} has verified messages too.`}`;
  const safe = former.filter(({ safeToRetire }) => safeToRetire).length;
  return `${providerName} signs with ${name(next)} now. ${safe === former.length ? (safe === 1 ? "The old key is safe to retire." : "The old keys are safe to retire.") : "Wait until the old key is safe to retire."}`;
}

/** `30 days`, `48 hours`: for how long a provider may go on sending with a former key. */
export function horizonWords(hours: number): string {
  return hours > 48 && hours % 24 === 0 ? `${String(hours / 24)} days` : `${String(hours)} hours`;
}

export interface KeyWarning {
  readonly key: Key;
  readonly name: string;
  readonly tone: "warn" | "bad";
  readonly text: string;
}

const soonMs = 14 * 86_400_000;

/** Keys whose end is near while something depends on them. */
export function keyWarnings(keys: readonly Key[], nowMs: number): readonly KeyWarning[] {
  const usable = keys.filter(isVerifying);
  return usable.flatMap((key): KeyWarning[] => {
    if (key.expiresAt === null || Date.parse(key.expiresAt) - nowMs > soonMs) return [];
    const name = keyName(key, usable);
    const staying = usable.some((other) => other.id !== key.id && (other.expiresAt === null || other.expiresAt > (key.expiresAt ?? "")));
    if (!staying) return [{ key, name, tone: "bad", text: "Then no key verifies any more, and every message is refused. Add the new key before, or move its end." }];
    if (key.verifiedLastDay === 0) return [];
    const count = `${String(key.verifiedLastDay)} ${key.verifiedLastDay === 1 ? "message" : "messages"}`;
    return [{ key, name, tone: "warn", text: `It still verified ${count} in the last 24 hours. What is signed with it after its end is refused: change the key at the provider before, or move its end.` }];
  });
}
