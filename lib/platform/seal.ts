import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

declare const sealedBrand: unique symbol;
/** `v1.<keyId>.<nonce>.<ciphertext>.<tag>`, base64url parts: the only form in which a secret is stored. */
export type Sealed = string & { readonly [sealedBrand]: true };

/** What a sealed value is bound to: it opens only in the same row, for the same purpose. */
export interface SealBinding {
  readonly purpose: "source_key" | "hash_key" | "endpoint_secret" | "endpoint_header" | "totp" | "alert_webhook" | "erasure" | "hand_over";
  readonly rowId: string;
}

export interface KeyRing {
  readonly seal: (plain: string, binding: SealBinding) => Sealed;
  /** Throws when the value was altered, moved to another row, or sealed under a master key that is not in the ring. */
  readonly open: (sealed: string, binding: SealBinding) => string;
  /** The names of its master keys at this moment; the first seals. */
  readonly keyIds: () => readonly [string, ...string[]];
}

/** A ring from `id:base64,id:base64`: the first key seals, all open. */
export function keyRing(text: string): KeyRing {
  const keys = text.split(",").map((entry) => {
    const colon = entry.indexOf(":");
    return { id: entry.slice(0, colon), key: Buffer.from(entry.slice(colon + 1), "base64") };
  });
  const [first, ...others] = keys;
  if (first === undefined || keys.some(({ id, key }) => id === "" || key.length !== 32)) {
    throw new Error("a key ring needs id:base64 entries of 32 bytes each");
  }
  const byId = new Map([first, ...others].map(({ id, key }) => [id, key]));
  if (byId.size <= others.length) throw new Error("a key ring names each of its keys once");
  return {
    seal: (plain, binding) => seal(first, plain, binding),
    open: (sealed, binding) => open(byId, sealed, binding),
    keyIds: () => [first.id, ...others.map(({ id }) => id)],
  };
}

/** A fresh ring of one random key, as `ENCRYPTION_KEYS` takes it. */
export function generateKeyRingText(): string {
  return generateKeyText([]);
}

/** One more random key for a ring, under a name that is not taken: `k1`, `k2`, … */
export function generateKeyText(taken: readonly string[]): string {
  let number = taken.length + 1;
  while (taken.includes(`k${String(number)}`)) number += 1;
  return `k${String(number)}:${randomBytes(32).toString("base64")}`;
}

/** The name of the master key that a value was sealed under; `null` for what is no sealed value. */
export function masterKeyOf(sealed: string): string | null {
  const [version, keyId] = sealed.split(".");
  return version === "v1" && keyId !== undefined && keyId !== "" ? keyId : null;
}

function seal(master: { id: string; key: Buffer }, plain: string, binding: SealBinding): Sealed {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", master.key, nonce).setAAD(additionalData(binding));
  const ciphertext = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  const parts = [nonce, ciphertext, cipher.getAuthTag()].map((part) => part.toString("base64url"));
  return `v1.${master.id}.${parts.join(".")}` as Sealed;
}

function open(ring: ReadonlyMap<string, Buffer>, sealed: string, binding: SealBinding): string {
  const [version, keyId, nonce, ciphertext, tag, ...rest] = sealed.split(".");
  if (version !== "v1" || keyId === undefined || nonce === undefined || ciphertext === undefined || tag === undefined || rest.length > 0) {
    throw new Error("not a sealed value");
  }
  const key = ring.get(keyId);
  if (key === undefined) throw new Error(`sealed under master key "${keyId}", which is not in ENCRYPTION_KEYS`);
  const tagBytes = Buffer.from(tag, "base64url");
  if (tagBytes.length !== 16) throw new Error("not a sealed value");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64url")).setAAD(additionalData(binding)).setAuthTag(tagBytes);
  return Buffer.concat([decipher.update(Buffer.from(ciphertext, "base64url")), decipher.final()]).toString("utf8");
}

function additionalData(binding: SealBinding): Buffer {
  return Buffer.from(`countersign:${binding.purpose}:${binding.rowId}`, "utf8");
}
