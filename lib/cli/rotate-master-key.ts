import { readEnv } from "#lib/platform/env";
import { installation } from "#lib/platform/installation";
import { readRingFile, replaceRingFile, ringFileOf } from "#lib/platform/ring-file";
import { generateKeyText, keyRing } from "#lib/platform/seal";
import { dropMasterKeys, rotateMasterKey } from "#lib/master-key/rotate-master-key";
import { cliActor } from "./cli-actor.ts";
import { CliError } from "./cli-error.ts";
import type { CliCall, CliCommand, CliOutcome } from "./cli-command.ts";
import { rotationOutcome } from "./rotation-outcome.ts";
import { UsageError } from "./usage-error.ts";
import { whileListeningForStop } from "./while-listening-for-stop.ts";
import { withInstallation } from "./with-installation.ts";

export const rotateMasterKeyCommand: CliCommand = {
  name: "rotate-master-key",
  summary: "seal every secret anew under a new master key",
  positionals: [],
  options: {
    "new-key": { type: "boolean", help: "only print a new random entry for ENCRYPTION_KEYS" },
    "drop-old": { type: "boolean", help: "of the generated key file: take out the former keys, once nothing needs them" },
    force: { type: "boolean", help: "also while processes run that do not know the new key: they answer 503 until they are restarted" },
  },
  notes: [
    "With ENCRYPTION_KEYS:",
    "  1. Put the new key (--new-key prints one) first, the present ones behind it: ENCRYPTION_KEYS=k2:…,k1:…",
    "  2. Restart every process with it. The first key seals, all open: nothing fails meanwhile.",
    "  3. Run this command with the same ENCRYPTION_KEYS.",
    "  4. Take the former keys out and restart, when it says that nothing needs them.",
    "With the embedded database and no ENCRYPTION_KEYS, run it: it makes the new key itself, in DATA_DIR/encryption-keys.",
    "A running server notices by itself. Run it again with --drop-old to take the former key out.",
    "It can be stopped at any time (Ctrl-C) and goes on where it was when it is run again. Backups made before need the former key.",
    "Stands in the audit.",
  ],
  run,
};

async function run(call: CliCall): Promise<CliOutcome> {
  const { options } = call;
  const { encryptionKeys, dataDir } = readEnv();
  const file = encryptionKeys === null ? ringFileOf(dataDir) : null;
  if (options.flag("new-key")) return printNewKey(encryptionKeys);
  if (options.flag("drop-old")) {
    if (file === null) throw new UsageError("--drop-old is for the generated key file; ENCRYPTION_KEYS is yours: take the former keys out of it yourself.");
    return withInstallation(() => dropOld(file));
  }
  return withInstallation(() => rotate(call, file));
}

function printNewKey(encryptionKeys: string | null): CliOutcome {
  if (encryptionKeys === null) throw new UsageError("--new-key is for ENCRYPTION_KEYS, which is not set: without it, this command makes the new key itself.");
  const entry = generateKeyText(keyRing(encryptionKeys).keyIds());
  return { exitCode: 0, lines: [entry], json: { entry } };
}

/** `file` is the generated ring; `null`: the ring is that of the environment. */
async function rotate({ options, progress }: CliCall, file: string | null): Promise<CliOutcome> {
  const { ring } = installation();
  // With a second key in the file an earlier run was not finished, or its former key was not dropped.
  let madeKey = false;
  const prepare = (): void => {
    const text = file === null ? "" : readRingFile(file);
    if (file === null || keyRing(text).keyIds().length > 1) return;
    replaceRingFile(file, `${generateKeyText(keyRing(text).keyIds())},${text}`);
    madeKey = true;
    // Learns of the new key, like every process that runs.
    ring.seal("", { purpose: "hash_key", rowId: "none" });
  };
  const rotation = await whileListeningForStop((shouldStop) =>
    rotateMasterKey(cliActor(), { ring, prepare, checkProcesses: file === null && !options.flag("force"), onProgress: progress.update, shouldStop }),
  );
  return rotationOutcome(rotation, { isFile: file !== null, madeKey });
}

async function dropOld(file: string): Promise<CliOutcome> {
  const result = await dropMasterKeys(cliActor(), installation().ring, () => {
    const text = readRingFile(file);
    replaceRingFile(file, text.split(",")[0] ?? text);
  });
  if (result.kind === "busy") throw new CliError("A rotate-master-key runs on this database: wait until it has ended.");
  if (result.kind === "needed") throw new CliError(`${String(result.left)} ${result.left === 1 ? "value is" : "values are"} not sealed under the first key yet. Run rotate-master-key first; nothing was dropped.`);
  const { kept, dropped } = result;
  const said = dropped.length === 0 ? `The key file holds only ${kept}: there is nothing to drop.` : `${dropped.join(", ")} dropped: the key file holds only ${kept} now. Backups made before the rotation need what was dropped.`;
  return { exitCode: 0, lines: [said], json: { kept, dropped } };
}

