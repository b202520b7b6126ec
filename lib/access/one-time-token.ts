import { createHash, randomBytes } from "node:crypto";

/** 256 random bits for a link that works once. Only its hash is kept. */
export function newOneTimeToken(): string {
  return randomBytes(32).toString("base64url");
}

export function hashOneTimeToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(token, "utf8").digest());
}
