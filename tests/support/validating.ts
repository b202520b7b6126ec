import { openNotifications } from "#lib/platform/database/notifications";
import { newId } from "#lib/platform/ids";
import type { Answer } from "#lib/providers/provider";
import { receiver } from "#lib/receiving/receiver";
import type { RuleSetBody } from "#lib/validations/rule-set-shape";
import { openValidator, type Validator } from "#lib/validations/validator";
import type { TestDatabase } from "./database.ts";
import { praxisSecret, praxisSettings, signValidation } from "./praxis-validation.ts";
import { type TestDoor, testDoor } from "./receiving.ts";

export { type AttemptToSend, praxisSecret, praxisSettings, signValidation, validationBody, verifiedAnswer } from "./praxis-validation.ts";

export interface TestValidator {
  readonly door: TestDoor;
  readonly validator: Validator;
  readonly addSource: (secret?: string | null) => Promise<{ readonly id: string; readonly token: string }>;
  /** Makes a set that decides, or runs beside the one that does. */
  readonly activate: (sourceId: string, body: Partial<RuleSetBody>, state?: "active" | "shadow") => Promise<string>;
  readonly send: (token: string, body: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

/** The real door of validations on the file's own database. `patient`: waits for a slow machine, so that decisions are by the rules. */
export async function testValidator(db: TestDatabase, { allowPrivateTargets = [], patient = true }: { readonly allowPrivateTargets?: readonly string[]; readonly patient?: boolean } = {}): Promise<TestValidator> {
  const door = await testDoor(db);
  const notifications = openNotifications(db.url);
  while (!notifications.isConnected()) await new Promise((resolve) => setTimeout(resolve, 5));
  const validator = await openValidator(db, { ...door.installation, allowPrivateTargets }, notifications, receiver(), patient ? { statementTimeoutMs: 30_000, queryTimeoutMs: 30_000, options: "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off" } : {});
  let version = 0;
  return {
    door,
    validator,
    addSource: (secret = praxisSecret) => door.addSource("praxis", praxisSettings, secret),
    activate: async (sourceId, body, state = "active") => {
      const id = newId();
      version += 1;
      await db.prisma.ruleSet.updateMany({ where: { sourceId, state }, data: { state: "retired" } });
      await db.pool.query(
        `insert into rule_sets (id, source_id, version, state, rules, "default", fallback, deadline_ms, created_by) values ($1, $2, $3, $4, $5::json, $6::json, $7::json, $8, 'test')`,
        [id, sourceId, version, state, JSON.stringify(body.rules ?? []), JSON.stringify(body.default ?? { action: "approve" }), JSON.stringify(body.fallback ?? { action: "decline", status: 1, description: "Please try again later" }), body.deadlineMs ?? 10_000],
      );
      await db.pool.query("select pg_notify('countersign_validations', '')");
      // The word travels on another connection: whoever sends next must not be quicker.
      await new Promise<void>((resolve) => {
        const stop = notifications.listen("countersign_validations", (payload) => {
          if (payload !== id) return;
          stop();
          resolve();
        });
        void db.pool.query("select pg_notify('countersign_validations', $1)", [id]);
      });
      return id;
    },
    send: (token, body, headers = signValidation(body)) =>
      validator.validate({ method: "POST", token, headers: Object.entries(headers), body: Buffer.from(body, "utf8"), remoteAddress: "192.0.2.7", firstByteMs: performance.now() + (patient ? 10_000 : 0) }),
    close: async () => {
      await validator.drain();
      await door.close();
      await notifications.close();
    },
  };
}
