import { beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { command } from "#lib/access/command";
import { newId } from "#lib/platform/ids";
import { log } from "#lib/platform/log";
import { Problem } from "#lib/platform/problem";
import { signedInPerson, testInstallation, type TestPerson } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";

const db = await testDatabase();
let admin: TestPerson;
beforeAll(async () => {
  await testInstallation(db);
  admin = await signedInPerson(db, "admin");
});

const effect = vi.fn<() => void>();
const insertUser = (then: () => void = () => undefined) =>
  command({
    permission: "team.write",
    input: z.strictObject({ id: z.uuid() }),
    run: async ({ tx, afterCommit }, { id }) => {
      afterCommit(effect);
      await tx.user.create({ data: { id, email: id, name: "x", role: "viewer" } });
      then();
      return { output: id, audit: { action: "user.create", subjectType: "user", subjectId: id, details: {} } };
    },
  });
const exists = async (id: string): Promise<[boolean, number]> => [(await db.prisma.user.count({ where: { id } })) > 0, await db.prisma.auditEntry.count({ where: { subjectId: id } })];

describe("a command", () => {
  it("writes what it did and its audit entry together, then runs its effects", async () => {
    effect.mockReset();
    const id = newId();
    expect(await insertUser()(admin.actor, { id })).toBe(id);
    expect(await exists(id)).toEqual([true, 1]);
    expect(effect).toHaveBeenCalledOnce();
    expect(await db.prisma.auditEntry.findFirst({ where: { subjectId: id } })).toMatchObject({ actorType: "user", actorId: admin.actor.id, actorName: admin.actor.name });
  });

  it("refuses a role that may not, before it looks at the input", async () => {
    const viewer = await signedInPerson(db, "viewer");
    const id = newId();
    await expect(insertUser()(viewer.actor, { id })).rejects.toMatchObject({ kind: "forbidden" });
    await expect(insertUser()(viewer.actor, null)).rejects.toMatchObject({ kind: "forbidden" });
    expect(await exists(id)).toEqual([false, 0]);
  });

  it("refuses input that is not as described", async () => {
    await expect(insertUser()(admin.actor, { id: "x", role: "admin" })).rejects.toMatchObject({ kind: "bad_input", errors: [{ path: "id" }, { path: "role" }] });
  });

  it("leaves nothing of what it did when it fails, and runs no effect", async () => {
    effect.mockReset();
    const id = newId();
    await expect(
      insertUser(() => {
        throw new Problem("conflict", "No.");
      })(admin.actor, { id }),
    ).rejects.toThrow("No.");
    expect(await exists(id)).toEqual([false, 0]);
    expect(effect).not.toHaveBeenCalled();
  });

  it("leaves nothing when its audit entry cannot be written", async () => {
    const id = newId();
    const leaking = command({
      permission: "team.write",
      input: z.strictObject({}),
      run: async ({ tx }) => {
        await tx.user.create({ data: { id, email: id, name: "x", role: "viewer" } });
        return { output: null, audit: { action: "user.create", subjectType: "user", subjectId: id, details: { password: "hunter2" } } };
      },
    });
    await expect(leaking(admin.actor, {})).rejects.toThrow(/like a secret/);
    expect(await exists(id)).toEqual([false, 0]);
  });

  it("runs again after a deadlock, and has its effect once", async () => {
    effect.mockReset();
    const id = newId();
    let tries = 0;
    await insertUser(() => {
      tries += 1;
      if (tries === 1) throw Object.assign(new Error("deadlock detected"), { code: "40P01" });
    })(admin.actor, { id });
    expect(tries).toBe(2);
    expect(await exists(id)).toEqual([true, 1]);
    expect(effect).toHaveBeenCalledOnce();
  });

  it("says so when the database is away", async () => {
    const logged = vi.spyOn(log(), "warn").mockImplementation(() => undefined);
    await expect(
      insertUser(() => {
        throw Object.assign(new Error("terminating connection"), { code: "57P01" });
      })(admin.actor, { id: newId() }),
    ).rejects.toMatchObject({ kind: "unavailable", retryAfterSeconds: 5 });
    logged.mockRestore();
  });

  it("stands also when an effect after it fails, which the log says", async () => {
    const logged = vi.spyOn(log(), "error").mockImplementation(() => undefined);
    effect.mockReset().mockImplementation(() => {
      throw new Error("nobody listens");
    });
    const id = newId();
    expect(await insertUser()(admin.actor, { id })).toBe(id);
    expect(logged).toHaveBeenCalledOnce();
    logged.mockRestore();
  });
});
