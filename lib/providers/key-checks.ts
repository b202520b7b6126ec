import type { KeyCheck } from "./provider.ts";

/** Taken: the text to keep and what the merchant should know about it. */
export function keptKey(secret: string, warnings: readonly string[] = []): KeyCheck {
  return { ok: true, secret, warnings };
}

export function refusedKey(message: string): KeyCheck {
  return { ok: false, message };
}

/** What a key has around or inside it that no provider puts there, as the end of a sentence; `null` when nothing. */
export function strayCharacters(secret: string): string | null {
  if (secret.trim() === "") return "is empty";
  if (/\s/.test(secret.trim())) return "has a blank or a line break inside";
  return /[\u0000-\u001f\u007f\u200b-\u200f\u2028\u2029\ufeff]/.test(secret.trim()) ? "holds an invisible character" : null;
}
