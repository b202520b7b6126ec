import { beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { scopes } from "#lib/access/permissions";
import { newId, publicId } from "#lib/platform/ids";
import { activateRuleSet } from "#lib/validations/activate-rule-set";
import { addEntries } from "#lib/validations/add-entries";
import { createRuleSet } from "#lib/validations/create-rule-set";
import { deleteRuleSet } from "#lib/validations/delete-rule-set";
import { getRuleSet } from "#lib/validations/get-rule-set";
import { listRuleSets, ruleSetsQuery } from "#lib/validations/list-rule-sets";
import { entriesQuery, getList, readEntries } from "#lib/validations/read-lists";
import { removeEntries } from "#lib/validations/remove-entries";
import { revealHandOverSecrets, rotateHandOverSecret } from "#lib/validations/hand-over-secret";
import { retireRuleSet } from "#lib/validations/retire-rule-set";
import { shadowRuleSet } from "#lib/validations/shadow-rule-set";
import { updateRuleSet } from "#lib/validations/update-rule-set";
import { createList, deleteList, updateList } from "#lib/validations/write-list";
import { createSource } from "#lib/sources/create-source";
import { apiKeyActor, signedInPerson, steppedUp, testInstallation } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";

const db = await testDatabase();
let admin: UserActor;
let operator: UserActor;
let viewer: UserActor;

beforeAll(async () => {
  await testInstallation(db);
  admin = steppedUp((await signedInPerson(db, "admin")).actor);
  operator = (await signedInPerson(db, "operator")).actor;
  viewer = (await signedInPerson(db, "viewer")).actor;
});

let names = 0;
async function newSource(provider = "praxis"): Promise<string> {
  names += 1;
  const settings = provider === "praxis" ? { merchantId: "M", applicationKey: "A" } : {};
  return (await createSource(admin, { provider, name: `Source ${String(names)}`, mode: "test", settings })).id;
}

const decline = (name: string, country: string) => ({ name, when: { field: "country", op: "eq", value: country }, then: { action: "decline", description: "Not from here" } });
const rows = (sourceId: string) => db.prisma.ruleSet.findMany({ where: { sourceId: sourceId.slice(4) }, orderBy: { version: "asc" }, select: { version: true, state: true } });
const lastEntry = () => db.prisma.auditEntry.findFirstOrThrow({ orderBy: { position: "desc" } });

describe("a draft", () => {
  it("begins empty, approves everything, declines where deciding breaks, and says so in sentences", async () => {
    const sourceId = await newSource();
    const draft = await createRuleSet(operator, { sourceId });
    expect(draft).toMatchObject({ sourceId, version: 1, state: "draft", rules: [], default: { action: "approve" }, fallback: { action: "decline", status: 1 }, deadlineMs: 2500, basedOn: null, activatedAt: null });
    expect(draft.sentences).toEqual(["Otherwise approve."]);
    expect(await lastEntry()).toMatchObject({ action: "ruleSet.create", subjectId: draft.id.slice(4), details: { version: 1 } });
  });

  it("keeps what people write in each field's own form, and is based on another version of its source alone", async () => {
    const sourceId = await newSource();
    const draft = await createRuleSet(operator, { sourceId, rules: [decline("Not NL", "nl")] });
    expect(draft.rules[0]).toMatchObject({ when: { value: "NL" }, then: { status: 1 } });
    const copy = await createRuleSet(operator, { sourceId, basedOn: draft.id, deadlineMs: 3000 });
    expect(copy).toMatchObject({ version: 2, basedOn: 1, rules: draft.rules, deadlineMs: 3000 });
    expect((await problemOf(createRuleSet(operator, { sourceId: await newSource(), basedOn: draft.id }))).errors[0]?.path).toBe("basedOn");
    expect((await listRuleSets(operator, ruleSetsQuery.parse({ sourceId }))).data.map(({ version }) => version)).toEqual([2, 1]);
  });

  it("is refused for a provider that asks nobody, and to whoever may not", async () => {
    expect((await problemOf(createRuleSet(operator, { sourceId: await newSource("stripe") }))).errors[0]?.path).toBe("sourceId");
    expect((await problemOf(createRuleSet(viewer, { sourceId: await newSource() }))).status).toBe(403);
    expect((await problemOf(createRuleSet(operator, { sourceId: publicId("source", newId()) }))).status).toBe(404);
  });

  it.each([
    [{ field: "country", op: "eq", value: "NLD" }, "rules.0.when.value"],
    [{ all: [{ field: "bin", op: "in", value: ["411111", "4111"] }] }, "rules.0.when.all.0.value.1"],
    [{ field: "hour", op: "gt", value: 24 }, "rules.0.when.value"],
    [{ field: "amount", op: "gt", value: "10" }, "rules.0.when.value"],
    [{ field: "country", op: "gt", value: "NL" }, "rules.0.when.op"],
    [{ not: { field: "customer", op: "inList", value: publicId("validationList", newId()) } }, "rules.0.when.not.value"],
    [{ field: "variable1", op: "eq", value: "4111 1111 1111 1111" }, "rules.0.when.value"],
    [{ velocity: { measure: "count", per: "card", withinSeconds: 600 }, op: "gt", value: -1 }, "rules.0.when.value"],
  ])("with %j is refused at %s", async (when, path) => {
    const sourceId = await newSource();
    const problem = await problemOf(createRuleSet(operator, { sourceId, rules: [{ name: "A", when, then: { action: "approve" } }] }));
    expect(problem.status).toBe(400);
    expect(problem.errors.map((error) => error.path)).toContain(path);
  });

  it("says where in a group something is no condition", async () => {
    const problem = await problemOf(createRuleSet(operator, { sourceId: await newSource(), rules: [{ name: "A", when: { all: [{ any: [{ field: "nothing", op: "eq", value: 1 }] }] }, then: { action: "approve" } }] }));
    expect(problem.errors[0]?.path).toBe("rules.0.when");
    expect(problem.errors[0]?.message).toContain("all.0.any.0.field: ");
  });

  it("hands over to public https alone, and the audit holds neither URL nor values", async () => {
    const sourceId = await newSource();
    const refused = await problemOf(createRuleSet(operator, { sourceId, default: { action: "handOver", url: "https://169.254.169.254/latest" } }));
    expect(refused.errors.map(({ path, message }) => [path, message.includes("link-local")])).toEqual([["default.url", true]]);
    const made = await createRuleSet(operator, { sourceId, rules: [{ name: "Ask", when: { field: "customer", op: "eq", value: "cust-of-nobody" }, then: { action: "handOver", url: "https://8.8.8.8/check?key=path-secret" } }] });
    expect(made.rules[0]?.then).toMatchObject({ url: "https://8.8.8.8/check?key=path-secret" });
    const entry = JSON.stringify((await lastEntry()).details);
    for (const hidden of ["path-secret", "cust-of-nobody"]) expect(entry).not.toContain(hidden);
  });

  it("is not overwritten by an editor who read it before another one wrote: one of ten at once is kept, the others are told", async () => {
    const draft = await createRuleSet(operator, { sourceId: await newSource() });
    const writes = await Promise.allSettled(Array.from({ length: 10 }, (_, at) => updateRuleSet(operator, draft.id, { rules: [decline(`Rule ${String(at)}`, "NL")], updatedAt: draft.updatedAt })));
    expect(writes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refused = writes.flatMap((write) => (write.status === "rejected" ? [write.reason as { readonly status: number }] : []));
    expect(refused.map(({ status }) => status)).toEqual(Array<number>(9).fill(409));
    expect((await getRuleSet(operator, draft.id)).rules).toHaveLength(1);
  });

  it("can be thrown away as long as it is one", async () => {
    const draft = await createRuleSet(operator, { sourceId: await newSource() });
    await deleteRuleSet(operator, { id: draft.id });
    expect((await problemOf(getRuleSet(operator, draft.id))).status).toBe(404);
    const other = await createRuleSet(operator, { sourceId: await newSource() });
    await activateRuleSet(admin, other.id, {});
    expect((await problemOf(deleteRuleSet(operator, { id: other.id }))).status).toBe(409);
  });
});

describe("activation", () => {
  it("is for admins who proved their password, retires the former version, and going back is one call", async () => {
    const sourceId = await newSource();
    const [one, two] = [await createRuleSet(operator, { sourceId }), await createRuleSet(operator, { sourceId, rules: [decline("Not NL", "NL")] })];
    expect((await problemOf(activateRuleSet(operator, one.id, {}))).status).toBe(403);
    expect((await problemOf(activateRuleSet({ ...admin, steppedUpAtMs: null }, one.id, {}))).kind).toBe("step_up_required");
    await activateRuleSet(admin, one.id, {});
    const active = await activateRuleSet(admin, two.id, { updatedAt: two.updatedAt });
    expect(active).toMatchObject({ state: "active", activatedBy: admin.name, retiredAt: null });
    expect(await rows(sourceId)).toEqual([{ version: 1, state: "retired" }, { version: 2, state: "active" }]);
    expect(await lastEntry()).toMatchObject({ action: "ruleSet.activate", details: { version: 2, formerVersion: 1, added: ["Not NL"] } });
    await activateRuleSet(admin, one.id, {});
    expect(await rows(sourceId)).toEqual([{ version: 1, state: "active" }, { version: 2, state: "retired" }]);
    for (const id of [one.id, two.id]) expect((await problemOf(updateRuleSet(operator, id, { deadlineMs: 2000 }))).status).toBe(409);
  });

  it("is refused for a draft that changed after it was looked at", async () => {
    const draft = await createRuleSet(operator, { sourceId: await newSource() });
    await updateRuleSet(operator, draft.id, { default: { action: "decline", description: "Closed" } });
    expect((await problemOf(activateRuleSet(admin, draft.id, { updatedAt: draft.updatedAt }))).status).toBe(409);
    expect((await getRuleSet(admin, draft.id)).state).toBe("draft");
  });

  it("of ten versions at once leaves exactly one active", async () => {
    const sourceId = await newSource();
    const drafts = await Promise.all(Array.from({ length: 10 }, () => createRuleSet(operator, { sourceId })));
    await Promise.all(drafts.map(({ id }) => activateRuleSet(admin, id, {})));
    const states = (await rows(sourceId)).map(({ state }) => state);
    expect(states.filter((state) => state === "active")).toHaveLength(1);
    expect(states.filter((state) => state === "retired")).toHaveLength(9);
  });

  it("can be taken back altogether, and one version may run beside the active one", async () => {
    const sourceId = await newSource();
    const [one, two, three] = [await createRuleSet(operator, { sourceId }), await createRuleSet(operator, { sourceId }), await createRuleSet(operator, { sourceId })];
    await activateRuleSet(admin, one.id, {});
    expect((await problemOf(shadowRuleSet(operator, { id: two.id, enabled: true }))).status).toBe(403);
    await shadowRuleSet(admin, { id: two.id, enabled: true });
    await shadowRuleSet(admin, { id: three.id, enabled: true });
    expect((await rows(sourceId)).map(({ state }) => state)).toEqual(["active", "retired", "shadow"]);
    expect((await problemOf(shadowRuleSet(admin, { id: one.id, enabled: true }))).status).toBe(409);
    await shadowRuleSet(admin, { id: three.id, enabled: false });
    await retireRuleSet(admin, { id: one.id });
    expect((await rows(sourceId)).map(({ state }) => state)).toEqual(["retired", "retired", "retired"]);
  });
});

describe("what signs questions to the merchant's own URL", () => {
  it("is there before rules ask, is shown to an admin after the password alone, and its former one goes on for a while", async () => {
    const id = await newSource();
    expect((await problemOf(revealHandOverSecrets({ ...admin, steppedUpAtMs: null }, { id }))).kind).toBe("step_up_required");
    expect((await problemOf(revealHandOverSecrets(operator, { id }))).status).toBe(403);
    expect((await problemOf(revealHandOverSecrets(apiKeyActor(scopes), { id }))).status).toBe(403);
    const [first] = (await revealHandOverSecrets(admin, { id })).secrets;
    expect(first?.secret).toMatch(/^whsec_/);
    const { secret } = await rotateHandOverSecret(admin, { id, expirePreviousAfterSeconds: 60 });
    const both = (await revealHandOverSecrets(admin, { id })).secrets;
    expect(both.map((one) => [one.secret, one.expiresAt === null])).toEqual([[first?.secret, false], [secret, true]]);
    await rotateHandOverSecret(admin, { id, expirePreviousAfterSeconds: 0 });
    expect((await revealHandOverSecrets(admin, { id })).secrets).toHaveLength(1);
    const entries = await db.prisma.auditEntry.findMany({ where: { subjectId: id.slice(4) } });
    for (const hidden of [first?.secret ?? "", secret]) expect(JSON.stringify(entries.map(({ details }) => details))).not.toContain(hidden.slice(6));
  });
});

describe("a list", () => {
  it("takes values in their field's own form, each once, all of a paste or none, and counts them in the audit", async () => {
    const list = await createList(operator, { name: "Countries", field: "country" });
    expect(await addEntries(operator, { id: list.id, values: ["nl", "DE ", "NL"], note: "EU" })).toEqual({ added: 2, changed: 0 });
    const problem = await problemOf(addEntries(operator, { id: list.id, values: ["FR", "France"] }));
    expect(problem.errors.map(({ path, message }) => [path, message.includes("two letters")])).toEqual([["values.1", true]]);
    expect(await addEntries(operator, { id: list.id, values: ["FR", "de"], note: "again" })).toEqual({ added: 1, changed: 1 });
    expect((await readEntries(operator, list.id, entriesQuery.parse({}))).data.map(({ value, note }) => [value, note])).toEqual([["DE", "again"], ["FR", "again"], ["NL", "EU"]]);
    expect(await removeEntries(operator, { id: list.id, values: ["NL", "XX"] })).toEqual({ removed: 1 });
    expect(JSON.stringify((await lastEntry()).details)).not.toContain("NL");
    expect((await getList(operator, list.id)).entryCount).toBe(2);
  });

  it("knows cards by six and four digits and expiry, kept as a keyed hash, and refuses a whole number by name", async () => {
    const list = await createList(operator, { name: "Cards", field: "card" });
    const refused = await problemOf(addEntries(operator, { id: list.id, values: ["4111 1111 1111 1111 12/2028"] }));
    expect(refused.errors[0]?.message).toContain("whole card number");
    await addEntries(operator, { id: list.id, values: ["411111 1111 12/28", "411111******1111 12/2028"], note: "was 4111-1111-1111-1111" });
    const { data } = await readEntries(operator, list.id, entriesQuery.parse({ q: "411111" }));
    expect(data.map(({ value, label }) => [/^[0-9a-f]{64}$/.test(value), label])).toEqual([[true, "411111······1111 12/2028"]]);
    expect(data[0]?.note).not.toContain("4111-1111-1111-1111");
  });

  it("stays while rules refer to it, and its name is its own", async () => {
    const list = await createList(operator, { name: "Blocked customers", field: "customer" });
    expect((await problemOf(createList(operator, { name: "Blocked customers", field: "bin" }))).status).toBe(409);
    const other = await createList(operator, { name: "Others", field: "customer" });
    expect((await problemOf(updateList(operator, { id: other.id, name: "Blocked customers" }))).status).toBe(409);
    const draft = await createRuleSet(operator, { sourceId: await newSource(), rules: [{ name: "Blocked", when: { field: "customer", op: "inList", value: list.id }, then: { action: "decline", description: "No" } }] });
    expect(draft.sentences[0]).toContain("Blocked customers");
    expect((await getList(operator, list.id)).usedBy).toEqual([expect.objectContaining({ ruleSetId: draft.id, state: "draft" })]);
    expect((await problemOf(deleteList(operator, { id: list.id }))).status).toBe(409);
    await deleteRuleSet(operator, { id: draft.id });
    await deleteList(operator, { id: list.id });
    expect((await problemOf(getList(operator, list.id))).status).toBe(404);
  });

  it("is read by its operators alone, and refuses an expiry that has passed", async () => {
    const list = await createList(operator, { name: "Short", field: "bin" });
    expect((await problemOf(getList(viewer, list.id))).status).toBe(403);
    expect((await problemOf(addEntries(operator, { id: list.id, values: ["411111"], expiresAt: "2020-01-01T00:00:00Z" }))).errors[0]?.path).toBe("expiresAt");
  });
});
