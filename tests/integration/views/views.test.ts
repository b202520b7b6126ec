import { beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { newId, publicId } from "#lib/platform/ids";
import { createView } from "#lib/views/create-view";
import { deleteView } from "#lib/views/delete-view";
import { listViews } from "#lib/views/list-views";
import { updateView } from "#lib/views/update-view";
import { apiKeyActor, signedInPerson, testInstallation } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";

const db = await testDatabase();
let viewer: UserActor;
let operator: UserActor;
let admin: UserActor;
beforeAll(async () => {
  await testInstallation(db);
  [viewer, operator, admin] = [(await signedInPerson(db, "viewer")).actor, (await signedInPerson(db, "operator")).actor, (await signedInPerson(db, "admin")).actor];
});

const namesSeenBy = async (actor: UserActor) => (await listViews(actor, {})).data.map(({ name }) => name);

describe("a saved view", () => {
  it("is its maker's own, in one form of its query, until it is deleted", async () => {
    const view = await createView(viewer, { list: "events", name: " Failed refunds ", query: "?type=refund.failed&mode=live" });
    expect(view).toMatchObject({ id: expect.stringMatching(/^viw_/) as string, list: "events", name: "Failed refunds", query: "mode=live&type=refund.failed", shared: false, own: true, owner: viewer.name });
    expect(await namesSeenBy(viewer)).toContain("Failed refunds");
    expect(await namesSeenBy(admin)).not.toContain("Failed refunds");
    for (const write of [() => updateView(admin, { id: view.id, name: "Mine" }), () => deleteView(admin, { id: view.id })]) expect((await problemOf(write())).kind).toBe("not_found");
    expect(await updateView(viewer, { id: view.id, name: "Refunds", query: "" })).toMatchObject({ name: "Refunds", query: "" });
    await deleteView(viewer, { id: view.id });
    expect(await namesSeenBy(viewer)).toEqual([]);
    expect((await problemOf(deleteView(viewer, { id: view.id }))).kind).toBe("not_found");
    const entries = await db.prisma.auditEntry.findMany({ where: { subjectId: view.id.slice(4) }, orderBy: { position: "asc" } });
    expect(entries.map(({ action }) => action)).toEqual(["view.create", "view.update", "view.delete"]);
    expect(JSON.stringify(entries.map(({ details }) => details))).not.toContain("refund.failed");
  });

  it("that is shared is seen by everybody, and changed by operators and admins", async () => {
    const view = await createView(operator, { list: "requests", name: "Refused today", query: "outcome=rejected", shared: true });
    const [seen] = (await listViews(viewer, { list: "requests" })).data;
    expect(seen).toMatchObject({ id: view.id, shared: true, own: false, owner: operator.name });
    expect((await listViews(viewer, { list: "events" })).data).toEqual([]);
    for (const write of [() => updateView(viewer, { id: view.id, name: "x" }), () => deleteView(viewer, { id: view.id }), () => createView(viewer, { list: "events", name: "x", query: "", shared: true })]) {
      expect((await problemOf(write())).kind).toBe("forbidden");
    }
    expect(await updateView(admin, { id: view.id, name: "Refused" })).toMatchObject({ name: "Refused", own: false, shared: true });
    expect((await problemOf(updateView(admin, { id: view.id, shared: false }))).kind).toBe("forbidden");
    expect(await updateView(operator, { id: view.id, shared: false })).toMatchObject({ shared: false, own: true });
    expect(await namesSeenBy(viewer)).not.toContain("Refused");
  });

  it("has a name of its own among a person's views of one list, also when two are saved at once", async () => {
    const input = { list: "events", name: "Twice", query: "" };
    const answers = await Promise.allSettled([createView(admin, input), createView(admin, input)]);
    expect(answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason as unknown] : []))).toMatchObject([{ kind: "conflict" }]);
    const other = await createView(admin, { ...input, name: "Once" });
    expect((await problemOf(updateView(admin, { id: other.id, name: "Twice" }))).status).toBe(409);
    await createView(admin, { ...input, list: "requests" });
    await createView(operator, input);
  });

  it.each([
    ["events", "colour=red", "query.colour"],
    ["events", "cursor=abc", "query.cursor"],
    ["events", "limit=5", "query.limit"],
    ["events", "mode=live&mode=test", "query.mode"],
    ["events", "sourceId=abc", "query.sourceId"],
    ["requests", "type=payment.*", "query.type"],
    ["transactions", "status=paid_twice", "query.status"],
    ["events", `q=whsec_${"a".repeat(24)}`, "query"],
  ])("of %s does not take %s", async (list, query, path) => {
    expect((await problemOf(createView(operator, { list, name: "x", query }))).errors.map((error) => error.path)).toEqual([path]);
  });

  it("has a name of at most 80 characters", async () => {
    expect((await problemOf(createView(operator, { list: "events", name: "x".repeat(81), query: "" }))).errors.map(({ path }) => path)).toEqual(["name"]);
  });

  it("belongs to people alone", async () => {
    expect((await problemOf(createView(apiKeyActor(["events:read"]), { list: "events", name: "x", query: "" }))).kind).toBe("forbidden");
    expect((await problemOf(createView({ type: "cli", name: "cli" }, { list: "events", name: "x", query: "" }))).kind).toBe("forbidden");
    expect((await problemOf(updateView(admin, { id: publicId("view", newId()), name: "x" }))).kind).toBe("not_found");
  });
});
