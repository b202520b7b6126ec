import { describe, expect, it } from "vitest";
import { testDatabase } from "#tests/support/database";

const { pool } = await testDatabase();

describe("the audit trail", () => {
  it("refuses to be changed, shortened or emptied, also by the application", async () => {
    await pool.query(
      "insert into audit_entries (position, at, actor_type, actor_name, action, subject_type, details, previous_hash, hash) values (1, now(), 'cli', 'somebody', 'test', 'source', '{}', '', '')",
    );
    for (const statement of ["update audit_entries set action = 'other'", "delete from audit_entries", "truncate audit_entries", "truncate audit_entries cascade"]) {
      await expect(pool.query(statement)).rejects.toMatchObject({ code: "23001", message: "audit entries are never changed or removed" });
    }
    expect((await pool.query("select action from audit_entries")).rows).toEqual([{ action: "test" }]);
  });
});
