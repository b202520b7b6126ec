import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import path from "node:path";
import { keyRing, type KeyRing, masterKeyOf } from "./seal.ts";

export const ringFileName = "encryption-keys";

/** Where the generated key ring of an embedded database lies. */
export function ringFileOf(dataDir: string): string {
  return path.join(path.resolve(dataDir), ringFileName);
}

export function readRingFile(file: string): string {
  return readFileSync(file, "utf8").trim();
}

/** Puts a new text in the file's place, whole or not at all, readable by its owner alone. */
export function replaceRingFile(file: string, text: string): void {
  keyRing(text);
  const draft = `${file}.${String(process.pid)}.draft`;
  const opened = openSync(draft, "w", 0o600);
  try {
    writeSync(opened, `${text}\n`);
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
  renameSync(draft, file);
  const folder = openSync(path.dirname(file), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/**
 * The ring of a file that another process may put a newer key into: it seals under the first key that the file names at
 * that moment, and looks again when it meets a master key that it does not know. So a running server needs no restart.
 * A key that was taken out of the file goes on opening what this process had read before.
 */
export function fileKeyRing(file: string): KeyRing {
  let entries = readRingFile(file).split(",");
  let ring = keyRing(entries.join(","));
  const lookAgain = (): KeyRing => {
    try {
      const named = readRingFile(file).split(",");
      const all = [...named, ...entries.filter((entry) => !named.includes(entry))];
      ring = keyRing(all.join(","));
      entries = all;
    } catch {
      // Gone or unreadable for the moment: what was read at the start still opens everything that it opened.
    }
    return ring;
  };
  return {
    seal: (plain, binding) => lookAgain().seal(plain, binding),
    open: (sealed, binding) => {
      const keyId = masterKeyOf(sealed);
      const knows = keyId === null || ring.keyIds().includes(keyId);
      return (knows ? ring : lookAgain()).open(sealed, binding);
    },
    keyIds: () => ring.keyIds(),
  };
}
