import type { MasterKeyRotation } from "#lib/master-key/rotate-master-key";
import { CliError } from "./cli-error.ts";
import type { CliOutcome } from "./cli-command.ts";

interface RingPlace {
  /** The generated file of an embedded database, else the environment. */
  readonly isFile: boolean;
  readonly madeKey: boolean;
}

/** What came of a rotation, in words. Throws `CliError` where it was not begun. */
export function rotationOutcome(rotation: MasterKeyRotation, { isFile, madeKey }: RingPlace): CliOutcome {
  if (rotation.kind === "busy") throw new CliError("Another rotate-master-key runs on this database. Wait for it, or stop it with Ctrl-C.");
  if (rotation.kind === "missing") {
    const places = rotation.missing.map(({ place, keyId, count }) => `${String(count)} of ${place} under ${keyId}`);
    const ids = [...new Set(rotation.missing.map(({ keyId }) => keyId))];
    throw new CliError(`${isFile ? "The key file" : "ENCRYPTION_KEYS"} lacks ${ids.join(" and ")}, which values of this database are sealed under (${places.join(", ")}). Put ${ids.length === 1 ? "it" : "them"} back behind the others; nothing was changed.`);
  }
  if (rotation.kind === "unready") {
    const [run, do_not] = rotation.processes === 1 ? ["process runs", "does not"] : ["processes run", "do not"];
    throw new CliError(`${String(rotation.processes)} ${run} on this database that ${do_not} know the new key and could open nothing that is sealed under it. Restart with the new ENCRYPTION_KEYS, then run this again; nothing was changed.`);
  }
  const { to, resealed, left, unopened, stopped, unneeded } = rotation;
  const lines = [...(madeKey ? [`A new master key, ${to}, is in the key file.`] : []), `${String(resealed)} ${resealed === 1 ? "value was" : "values were"} sealed anew under ${to}.`];
  if (stopped) lines.push(`Stopped: ${String(left)} ${left === 1 ? "is" : "are"} left. Both keys stay needed; run it again to go on.`);
  else if (left > 0) lines.push(`${String(left)} ${left === 1 ? "value is" : "values are"} not sealed under ${to}: keep the former keys.`, ...unopened.map((place) => `  does not open, altered or moved: ${place}`));
  else lines.push(nextStep(to, unneeded, isFile));
  return { exitCode: left === 0 ? 0 : 1, lines, json: { keyId: to, resealed, left, unopened, stopped, unneededKeyIds: unneeded } };
}

function nextStep(to: string, unneeded: readonly string[], isFile: boolean): string {
  const [former] = unneeded;
  if (former === undefined) return `Everything is sealed under ${to}, the only key. To rotate, put a new one before it in ENCRYPTION_KEYS (--new-key prints one), restart every process, and run this again.`;
  const named = unneeded.join(", ");
  return `No value of this database needs ${named} any more. ${isFile ? "Run this with --drop-old to take it out of the key file." : `Take ${unneeded.length === 1 ? "it" : "them"} out of ENCRYPTION_KEYS and restart every process.`} Backups made before still need it.`;
}
