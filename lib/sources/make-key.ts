import { randomBytes } from "node:crypto";
import { z } from "zod";
import { newId } from "#lib/platform/ids";
import { installation } from "#lib/platform/installation";
import { Problem } from "#lib/platform/problem";
import type { Sealed } from "#lib/platform/seal";
import type { Provider } from "#lib/providers/provider";
import { plainTextInput } from "./plain-text-input.ts";

export const labelInput = plainTextInput;
export const secretInput = z.string().min(1, "must not be empty").max(4096);

export interface MadeKey {
  readonly id: string;
  readonly label: string;
  readonly fingerprint: string;
  readonly sealedSecret: Sealed;
  /** The secret where we made it, to be shown once; `null` where it was given to us. */
  readonly generated: string | null;
  readonly warnings: readonly string[];
}

export interface KeyWish {
  readonly secret: string | undefined;
  readonly label: string | undefined;
}

/**
 * A key ready to be stored: checked by the adapter, or generated where the merchant chooses the key.
 * Throws `Problem("bad_input")` on `path` with what a key of this provider looks like.
 */
export function makeKey(provider: Provider, settings: unknown, wish: KeyWish, path: string): MadeKey {
  const { ring, fingerprint } = installation();
  const id = newId();
  const { secret, generated, warnings } = wish.secret === undefined ? generate(provider, settings, path) : check(provider, settings, wish.secret, path);
  return {
    id,
    label: wish.label ?? `Key of ${new Date().toISOString().slice(0, 10)}`,
    fingerprint: fingerprint(secret),
    sealedSecret: ring.seal(secret, { purpose: "source_key", rowId: id }),
    generated: generated ? secret : null,
    warnings,
  };
}

/** Whether we can make a key for these settings. */
export function canGenerateKey(provider: Provider, settings: unknown): boolean {
  return provider.generateKey !== null && provider.keyFormat(settings).merchantChooses;
}

interface CheckedSecret {
  readonly secret: string;
  readonly generated: boolean;
  readonly warnings: readonly string[];
}

function generate(provider: Provider, settings: unknown, path: string): CheckedSecret {
  if (provider.generateKey === null || !provider.keyFormat(settings).merchantChooses) {
    throw refusal(path, `${provider.name} makes the key, so it has to be pasted here: ${provider.keyFormat(settings).description}`);
  }
  return { secret: provider.generateKey(randomBytes(32), settings), generated: true, warnings: [] };
}

function check(provider: Provider, settings: unknown, secret: string, path: string): CheckedSecret {
  const checked = provider.checkKey(secret, settings);
  if (!checked.ok) throw refusal(path, checked.message);
  return { secret: checked.secret, generated: false, warnings: checked.warnings };
}

function refusal(path: string, message: string): Problem {
  return new Problem("bad_input", `The key was not saved: ${message}`, { errors: [{ path, message }] });
}
