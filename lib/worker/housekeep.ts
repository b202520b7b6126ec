import type { Pool } from "pg";
import { forgetEndedSessions } from "#lib/access/forget-ended-sessions.sql";
import { forgetOldFailures } from "#lib/access/sign-in-throttle.sql";
import { forgetOldFigures } from "#lib/endpoints/endpoint-figures.sql";
import { ensureCurrentPartitions } from "#lib/platform/database/partitions.sql";
import { dropOldMonths } from "#lib/retention/drop-old-months";
import { readSettings } from "#lib/settings/read-settings";
import { forgetVelocity } from "#lib/validations/forget-velocity.sql";
import { forgetOldAnswers } from "#lib/rest/idempotent-answers.sql";

/** Makes the months to come and drops rows that say nothing any more. Safe at any time and in several workers at once. */
export async function housekeep(pool: Pool, nowMs: number): Promise<void> {
  await ensureCurrentPartitions(pool, nowMs);
  await forgetOldAnswers();
  await forgetOldFailures();
  await forgetEndedSessions();
  await forgetOldFigures(pool);
  await forgetVelocity(pool);
  const { requestsDays, eventsDays, attemptsDays } = (await readSettings()).retention;
  await dropOldMonths(pool, { requests: requestsDays, events: eventsDays, attempts: attemptsDays }, nowMs);
}
