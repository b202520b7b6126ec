import { createHash, randomBytes } from "node:crypto";

/** Gives that many bytes. A parameter everywhere, so that a story can be told twice. */
export type Random = (length: number) => Uint8Array;

export const systemRandom: Random = (length) => randomBytes(length);

/** The same bytes in the same order for the same seed, on every machine. */
export function seededRandom(seed: string): Random {
  let block = 0;
  let held = Buffer.alloc(0);
  return (length) => {
    while (held.length < length) {
      held = Buffer.concat([held, createHash("sha256").update(`${seed}:${String(block)}`).digest()]);
      block += 1;
    }
    const taken = held.subarray(0, length);
    held = held.subarray(length);
    return taken;
  };
}

/** From 0 to `below - 1`; `below` at most 2^32. The tiny bias of the modulus does not matter to a story. */
export function randomInt(random: Random, below: number): number {
  return Buffer.from(random(6)).readUIntBE(0, 6) % below;
}

export function pick<const Items extends readonly [unknown, ...unknown[]]>(random: Random, items: Items): Items[number] {
  return items[randomInt(random, items.length)] ?? items[0];
}

export const digits = "0123456789";
export const lowerHex = "0123456789abcdef";
export const upperAlphanumeric = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
export const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export function randomText(random: Random, alphabet: string, length: number): string {
  return spell(random(length), alphabet);
}

/**
 * A reference that follows from others, so that all messages of one payment name the same objects:
 * `derivedText(payment.id, "refund", digits, 9)` is the same every time. At most 32 characters.
 */
export function derivedText(id: string, role: string, alphabet: string, length: number): string {
  return spell(createHash("sha256").update(`${id}:${role}`).digest().subarray(0, length), alphabet);
}

function spell(bytes: Uint8Array, alphabet: string): string {
  return Array.from(bytes, (byte) => alphabet.charAt(byte % alphabet.length)).join("");
}
