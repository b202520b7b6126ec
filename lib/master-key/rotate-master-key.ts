import type { Pool } from "pg";
import type { Actor } from "#lib/access/actor";
import { writeAudited } from "#lib/access/command";
import { database } from "#lib/platform/database/client";
import { listenerOpens } from "#lib/platform/database/listener-name";
import type { KeyRing } from "#lib/platform/seal";
import { countElsewhere, type MasterKeyUse, masterKeyUse } from "./master-key-use.ts";
import { resealValues } from "./reseal-values.ts";
import { aloneWithMasterKeys, listenerNames } from "./sealed-values.sql.ts";

export interface RotationOptions {
  readonly ring: KeyRing;
  /** Runs first, while nobody else can be at it: puts a new key in the ring. */
  readonly prepare?: () => void;
  /** Asks running processes whether they open the new key; `false` where they learn of it by themselves. */
  readonly checkProcesses: boolean;
  readonly onProgress: (done: number, total: number) => void;
  readonly shouldStop: () => boolean;
  readonly batchSize?: number;
}

export type MasterKeyRotation =
  /** Somebody else is at it. */
  | { readonly kind: "busy" }
  /** Values need master keys that are not in the ring: nothing was touched. */
  | { readonly kind: "missing"; readonly missing: MasterKeyUse["places"] }
  /** Processes run that could not open what would be sealed: nothing was touched. */
  | { readonly kind: "unready"; readonly processes: number }
  | {
      readonly kind: "run";
      readonly to: string;
      readonly resealed: number;
      /** Values that are still sealed under other keys. */
      readonly left: number;
      readonly unopened: readonly string[];
      readonly stopped: boolean;
      /** Keys of the ring that nothing needs any more. */
      readonly unneeded: readonly string[];
    };

/** More than once, since what was being written while one pass ran may carry the former seal. */
const mostPasses = 5;

/** Seals everything under the first key of the ring. Nothing is lost when it stops: run again, it goes on. */
export async function rotateMasterKey(actor: Actor, options: RotationOptions): Promise<MasterKeyRotation> {
  const { pool } = database();
  return (await aloneWithMasterKeys(pool, () => {
    options.prepare?.();
    return rotate(pool, actor, options);
  })) ?? { kind: "busy" };
}

async function rotate(pool: Pool, actor: Actor, { ring, checkProcesses, onProgress, shouldStop, batchSize }: RotationOptions): Promise<MasterKeyRotation> {
  const [to, ...others] = ring.keyIds();
  const before = await masterKeyUse(pool);
  const missing = before.places.filter(({ keyId }) => keyId !== to && !others.includes(keyId));
  if (missing.length > 0) return { kind: "missing", missing };
  const total = countElsewhere(before, to);
  if (total === 0) return { kind: "run", to, resealed: 0, left: 0, unopened: [], stopped: false, unneeded: others };
  const unready = checkProcesses ? (await listenerNames(pool)).filter((name) => listenerOpens(name, to) === false).length : 0;
  if (unready > 0) return { kind: "unready", processes: unready };

  await note(actor, "master_key.rotate", { to, from: [...before.values.keys()].filter((id) => id !== to), values: total });
  let resealed = 0;
  let unopened: readonly string[] = [];
  let stopped = false;
  let left = total;
  for (let pass = 0; pass < mostPasses && left > unopened.length && !stopped; pass += 1) {
    const base = resealed;
    const result = await resealValues({ pool, ring, shouldStop, onProgress: (done) => onProgress(base + done, Math.max(total, base + done)), ...(batchSize === undefined ? {} : { batchSize }) });
    resealed += result.resealed;
    ({ unopened, stopped } = result);
    left = countElsewhere(await masterKeyUse(pool), to);
  }
  await note(actor, "master_key.resealed", { to, values: resealed, left, stopped });
  return { kind: "run", to, resealed, left, unopened, stopped, unneeded: left === 0 ? others : [] };
}

export type MasterKeyDrop = { readonly kind: "busy" } | { readonly kind: "needed"; readonly left: number } | { readonly kind: "dropped"; readonly kept: string; readonly dropped: readonly string[] };

/** Takes the former keys out of a ring when nothing needs them; `drop` is to do it, and runs while nobody rotates. */
export async function dropMasterKeys(actor: Actor, ring: KeyRing, drop: () => void): Promise<MasterKeyDrop> {
  const { pool } = database();
  const result = await aloneWithMasterKeys(pool, async (): Promise<MasterKeyDrop> => {
    const [kept, ...dropped] = ring.keyIds();
    const left = countElsewhere(await masterKeyUse(pool), kept);
    if (left > 0) return { kind: "needed", left };
    if (dropped.length > 0) {
      await note(actor, "master_key.drop", { kept, dropped });
      drop();
    }
    return { kind: "dropped", kept, dropped };
  });
  return result ?? { kind: "busy" };
}

async function note(actor: Actor, action: string, details: Readonly<Record<string, string | number | boolean | readonly string[]>>): Promise<void> {
  await writeAudited(actor, () => Promise.resolve({ output: null, audit: { action, subjectType: "installation", subjectId: null, details } }));
}
