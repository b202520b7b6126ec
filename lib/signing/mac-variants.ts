import { createHash, createHmac } from "node:crypto";
import { asBuffer, equalBytes, utf8Bytes } from "./digest.ts";

export type Construction = "hmac" | "secret_last" | "secret_first";
export type HashName = "sha1" | "sha256" | "sha384" | "sha512";
export type KeyForm = "text" | "text_without_prefix" | "hex" | "base64";

/** One way to make a digest from bytes and a secret. */
export interface MacVariant {
  readonly construction: Construction;
  readonly hash: HashName;
  readonly keyForm: KeyForm;
}

const constructions: readonly Construction[] = ["hmac", "secret_last", "secret_first"];
const hashes: readonly HashName[] = ["sha256", "sha384", "sha512", "sha1"];
const keyForms: readonly KeyForm[] = ["text", "text_without_prefix", "hex", "base64"];

export const macVariants: readonly MacVariant[] = constructions.flatMap((construction) =>
  hashes.flatMap((hash) => keyForms.map((keyForm) => ({ construction, hash, keyForm }))),
);

/** The digest, `null` where the secret has no such form. */
export function macOf({ construction, hash, keyForm }: MacVariant, secret: string, bytes: Uint8Array): Uint8Array | null {
  const key = keyBytes(secret, keyForm);
  return key === null ? null : macWithKey(construction, hash, key, bytes);
}

export function macWithKey(construction: Construction, hash: HashName, key: Uint8Array, bytes: Uint8Array): Uint8Array {
  if (construction === "hmac") return createHmac(hash, key).update(bytes).digest();
  const [first, second] = construction === "secret_last" ? [bytes, key] : [key, bytes];
  return createHash(hash).update(first).update(second).digest();
}

/** The bytes that lenient code makes of a secret; `null` where the form adds nothing to the others. */
function keyBytes(secret: string, form: KeyForm): Uint8Array | null {
  const bare = secret.replace(/^[a-z]{2,10}_/, "");
  switch (form) {
    case "text":
      return secret === "" ? null : utf8Bytes(secret);
    case "text_without_prefix":
      return bare === secret || bare === "" ? null : utf8Bytes(bare);
    case "hex":
      return /^(?:[0-9A-Fa-f]{2})+$/.test(bare) ? Buffer.from(bare, "hex") : null;
    case "base64":
      return /^[A-Za-z0-9+/_-]{4,}={0,2}$/.test(bare) ? Buffer.from(bare, "base64") : null;
  }
}

/** Every digest that a received text could stand for, read as leniently as anybody might. */
export function lenientDigests(given: string): readonly Uint8Array[] {
  const texts = new Set<string>();
  for (const part of [given, ...given.split(/[,\s]+/)]) {
    const trimmed = part.trim();
    texts.add(trimmed);
    texts.add(trimmed.replace(/^[A-Za-z0-9_-]{1,12}[=,:]/, ""));
  }
  return [...texts].flatMap((text) => [
    ...(/^(?:[0-9A-Fa-f]{2}){20,64}$/.test(text) ? [Buffer.from(text, "hex")] : []),
    ...(/^[A-Za-z0-9+/_-]{27,88}={0,2}$/.test(text) ? [Buffer.from(text, "base64")] : []),
  ]);
}

export function isAmong(digest: Uint8Array | null, candidates: readonly Uint8Array[]): boolean {
  return digest !== null && candidates.some((candidate) => equalBytes(digest, asBuffer(candidate)));
}
