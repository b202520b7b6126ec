import { createHash, randomBytes } from "node:crypto";

export const recoveryCodeCount = 10;

/** Digits and letters that are not mistaken for each other (Crockford's base 32). */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const codeBytes = 10;

/** 80 random bits each, as people type them: `x7k2-9m4q-…`. */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: recoveryCodeCount }, () => {
    const bits = BigInt(`0x${randomBytes(codeBytes).toString("hex")}`);
    const text = Array.from({ length: 16 }, (_, at) => alphabet[Number((bits >> BigInt(at * 5)) & 31n)] ?? "").join("");
    return text.replaceAll(/(.{4})(?=.)/g, "$1-");
  });
}

/** However it was typed: case, blanks and hyphens do not count, nor does o for 0 or l for 1. */
export function hashRecoveryCode(text: string): Uint8Array<ArrayBuffer> {
  const plain = text.toLowerCase().replaceAll(/[\s-]/g, "").replaceAll("o", "0").replaceAll(/[il]/g, "1");
  return new Uint8Array(createHash("sha256").update(plain, "utf8").digest());
}
