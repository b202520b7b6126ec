import { z } from "zod";
import { database } from "#lib/platform/database/client";
import { installation } from "#lib/platform/installation";
import { hashRecoveryCode } from "./recovery-codes.ts";
import { isTotpForm, totpStep } from "./totp.ts";

const factorRow = z.object({ sealed_secret: z.string() });

/** Whether this person's password alone does not sign in. */
export async function hasConfirmedTotp(userId: string): Promise<boolean> {
  const { rows } = await database().pool.query("select from totp_factors where user_id = $1 and confirmed_at is not null", [userId]);
  return rows.length > 0;
}

/**
 * Takes a code of the authenticator app, or a recovery code: each counts once, whoever sends it twice at once.
 * `null`: it is neither, or was taken already.
 */
export async function spendCode(userId: string, text: string, nowMs: number = Date.now()): Promise<"totp" | "recovery" | null> {
  const code = text.replaceAll(/[\s-]/g, "");
  const { pool } = database();
  if (!isTotpForm(code)) {
    const spent = await pool.query(
      `update recovery_codes set used_at = now()
        where used_at is null and id = (select id from recovery_codes where user_id = $1 and hash = $2 and used_at is null limit 1)`,
      [userId, hashRecoveryCode(code)],
    );
    return spent.rowCount === 1 ? "recovery" : null;
  }
  const { rows } = await pool.query("select sealed_secret from totp_factors where user_id = $1 and confirmed_at is not null", [userId]);
  if (rows.length === 0) return null;
  const secret = installation().ring.open(factorRow.parse(rows[0]).sealed_secret, { purpose: "totp", rowId: userId });
  const step = totpStep(secret, code, nowMs);
  if (step === null) return null;
  const taken = await pool.query("update totp_factors set last_step = $2 where user_id = $1 and confirmed_at is not null and last_step < $2", [userId, step.toString()]);
  return taken.rowCount === 1 ? "totp" : null;
}
