import type { Pool } from "pg";
import { sealedColumns } from "./sealed-columns.ts";
import { countByMasterKey } from "./sealed-values.sql.ts";

/** Which master keys the sealed values of this database need. */
export interface MasterKeyUse {
  /** Values by the name of their master key. */
  readonly values: ReadonlyMap<string, number>;
  /** The same by place, for people: `source_keys.sealed_secret`. */
  readonly places: readonly { readonly place: string; readonly keyId: string; readonly count: number }[];
}

export async function masterKeyUse(pool: Pool): Promise<MasterKeyUse> {
  const values = new Map<string, number>();
  const places: { place: string; keyId: string; count: number }[] = [];
  for (const column of sealedColumns) {
    for (const [keyId, count] of await countByMasterKey(pool, column)) {
      values.set(keyId, (values.get(keyId) ?? 0) + count);
      places.push({ place: `${column.table}.${column.column}`, keyId, count });
    }
  }
  return { values, places };
}

/** How many values are sealed under other keys than this one. */
export function countElsewhere({ values }: MasterKeyUse, keyId: string): number {
  return [...values].reduce((sum, [id, count]) => (id === keyId ? sum : sum + count), 0);
}
