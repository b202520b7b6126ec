import { database, type Transaction } from "#lib/platform/database/client";

/** Keeps the hash of a fresh token if nobody has an account yet; `false` (and no token) if somebody has. */
export async function keepSetupTokenHash(hash: Uint8Array): Promise<boolean> {
  const { rowCount } = await database().pool.query("update installation set setup_token_hash = $1 where id = 1 and not exists (select from users)", [hash]);
  if (rowCount === 1) return true;
  await database().pool.query("update installation set setup_token_hash = null where id = 1 and setup_token_hash is not null");
  return false;
}

/** Holds the installation's row until the transaction ends, so that two first admins cannot be made at once. */
export async function lockInstallation(tx: Transaction): Promise<{ readonly setupTokenHash: Uint8Array | null }> {
  const rows = await tx.$queryRaw<{ setup_token_hash: Uint8Array | null }[]>`select setup_token_hash from installation where id = 1 for update`;
  const [row] = rows;
  if (row === undefined) throw new Error("the installation was not opened yet");
  return { setupTokenHash: row.setup_token_hash };
}
