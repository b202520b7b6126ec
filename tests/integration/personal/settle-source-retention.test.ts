import { beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { newId, publicId } from "#lib/platform/ids";
import { getSourceRetention, listSourceRetention } from "#lib/retention/list-source-retention";
import { setSourceRetention } from "#lib/retention/set-source-retention";
import { asInstallation, type OwnDays } from "#lib/retention/source-days";
import { apiKeyActor, signedInPerson, testInstallation } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";
import { storedSource } from "#tests/support/transactions";

const db = await testDatabase();
const shortDays: OwnDays = { requestsDays: 30, eventsDays: 30, attemptsDays: 30 };
let admin: UserActor;

beforeAll(async () => {
  await testInstallation(db);
  admin = { ...(await signedInPerson(db, "admin")).actor, steppedUpAtMs: Date.now() };
});

describe("settling a source's days", () => {
  it("takes an admin with a fresh password, tells before and after in the audit, and ends with nothing of its own", async () => {
    const sourceId = await storedSource(db);
    const id = publicId("source", sourceId);
    const set = (actor: UserActor, days: unknown) => setSourceRetention(actor, { id, days });
    expect((await problemOf(set({ ...admin, steppedUpAtMs: null }, shortDays))).kind).toBe("step_up_required");
    expect((await problemOf(setSourceRetention(apiKeyActor(["settings:write"]), { id, days: shortDays }))).kind).toBe("forbidden");
    expect((await problemOf(set((await signedInPerson(db, "operator")).actor, shortDays))).kind).toBe("forbidden");
    expect((await problemOf(set(admin, { ...shortDays, eventsDays: 0 }))).kind).toBe("bad_input");
    expect((await problemOf(setSourceRetention(admin, { id: publicId("source", newId()), days: shortDays }))).kind).toBe("not_found");
    expect(await getSourceRetention(admin, id)).toMatchObject({ ...asInstallation, updatedAt: null });
    expect(await set(admin, { requestsDays: 30, eventsDays: "forever", attemptsDays: null })).toMatchObject({ sourceId: id, requestsDays: 30, eventsDays: "forever", attemptsDays: null });
    expect(await listSourceRetention(admin)).toMatchObject([{ sourceId: id, requestsDays: 30, eventsDays: "forever" }]);
    await set(admin, asInstallation);
    expect(await listSourceRetention(admin)).toEqual([]);
    const entries = await db.prisma.auditEntry.findMany({ where: { action: "source.set_retention", subjectId: sourceId }, orderBy: { position: "asc" } });
    const settled = { requestsDays: 30, eventsDays: "forever", attemptsDays: null };
    expect(entries.map(({ details }) => details)).toEqual([{ before: asInstallation, after: settled }, { before: settled, after: asInstallation }]);
  });
});
