import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, linkSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Env } from "./env.ts";
import { makeFolder } from "./make-folder.ts";
import { fileKeyRing, ringFileName, ringFileOf } from "./ring-file.ts";
import { generateKeyRingText, keyRing, type KeyRing } from "./seal.ts";

export interface InstallationSecrets {
  readonly ring: KeyRing;
  readonly sessionSecret: string;
}

/** From the environment, or kept in files of `DATA_DIR` (mode 0600), made on the first start. */
export function installationSecrets(env: Env): InstallationSecrets {
  return {
    ring: env.encryptionKeys === null ? keptRing(env.dataDir) : keyRing(env.encryptionKeys),
    sessionSecret: env.nextAuthSecret ?? keptSecret(env.dataDir, "session-secret", () => randomBytes(32).toString("base64url")),
  };
}

/** Made on the first start. Another process may put a newer key into it at any time. */
function keptRing(dataDir: string): KeyRing {
  keptSecret(dataDir, ringFileName, generateKeyRingText);
  return fileKeyRing(ringFileOf(dataDir));
}

function keptSecret(dataDir: string, name: string, generate: () => string): string {
  const file = path.join(path.resolve(dataDir), name);
  if (!existsSync(file)) {
    makeFolder(path.dirname(file));
    // Linked into place whole: two first starts agree on one, and a killed one leaves no half of a key.
    const draft = `${file}.${String(process.pid)}`;
    writeFileSync(draft, `${generate()}\n`, { mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if (!existsSync(file)) throw error;
    } finally {
      unlinkSync(draft);
    }
  }
  chmodSync(file, 0o600);
  return readFileSync(file, "utf8").trim();
}
