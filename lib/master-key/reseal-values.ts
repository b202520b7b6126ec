import type { Pool } from "pg";
import type { KeyRing } from "#lib/platform/seal";
import { sealedColumns, type SealedColumn } from "./sealed-columns.ts";
import { readSealedElsewhere, type ResealedValue, type SealedValue, writeResealed } from "./sealed-values.sql.ts";

export interface ResealOptions {
  readonly pool: Pool;
  readonly ring: KeyRing;
  readonly onProgress: (resealed: number) => void;
  /** Asked between batches; what was done until then stays done. */
  readonly shouldStop: () => boolean;
  readonly batchSize?: number;
}

export interface ResealResult {
  readonly resealed: number;
  /** Values that do not open, by place and row: they keep their old seal. */
  readonly unopened: readonly string[];
  readonly stopped: boolean;
}

/**
 * Seals everything that is sealed under another master key anew, under the ring's first one: batch by batch, each its own
 * commit, so that it can stop and go on. Nothing waits for it, and a value that somebody changes meanwhile is left alone.
 */
export async function resealValues({ pool, ring, onProgress, shouldStop, batchSize = 200 }: ResealOptions): Promise<ResealResult> {
  let resealed = 0;
  const unopened: string[] = [];
  for (const column of sealedColumns) {
    for (let after = ""; ; ) {
      if (shouldStop()) return { resealed, unopened, stopped: true };
      const [first] = ring.keyIds();
      const batch = await readSealedElsewhere(pool, column, first, after, batchSize);
      const last = batch.at(-1);
      if (last === undefined) break;
      const fresh = batch.flatMap((value) => {
        const sealed = sealedAnew(ring, column, value);
        if (sealed === null) unopened.push(`${column.table}.${column.column} of ${value.key}`);
        return sealed === null ? [] : [sealed];
      });
      resealed += await writeResealed(pool, column, fresh);
      onProgress(resealed);
      after = last.key;
    }
  }
  return { resealed, unopened, stopped: false };
}

function sealedAnew(ring: KeyRing, { purpose }: SealedColumn, { key, rowId, sealed }: SealedValue): ResealedValue | null {
  try {
    return { key, was: sealed, sealed: ring.seal(ring.open(sealed, { purpose, rowId }), { purpose, rowId }) };
  } catch {
    // Altered, or moved from another row: it opened for nobody before either.
    return null;
  }
}
