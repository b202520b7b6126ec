import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createApiKey } from "#lib/access/create-api-key";
import { scopes } from "#lib/access/permissions";
import { log } from "#lib/platform/log";
import { Problem } from "#lib/platform/problem";
import { defineRoute } from "#lib/rest/define-route";
import { handle } from "#lib/rest/handle";
import { forgetOldAnswers } from "#lib/rest/idempotent-answers.sql";
import { secret } from "#lib/rest/secret-members";
import { apiRequest, testInstallation, withParams } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";

const db = await testDatabase();
const cli = { type: "cli", name: "test" } as const;
let keys: readonly string[];
const run = vi.fn<(name: string) => Promise<void>>();

beforeAll(async () => {
  await testInstallation(db);
  keys = await Promise.all(["one", "two"].map(async (name) => (await createApiKey(cli, { name, scopes })).secret));
});
beforeEach(() => void run.mockReset().mockResolvedValue());

const shape = z.object({ name: z.string(), amountMinor: z.bigint(), url: secret(z.string()).nullable(), keys: z.array(z.object({ id: z.string(), secret: z.string().nullable() })) });
const body = (name: string) => ({ name, amountMinor: 9007199254740993n, url: "https://hidden.example", keys: [{ id: "1", secret: "whsec_x" }] });
const route = (idempotent: boolean) =>
  defineRoute({
    method: "POST",
    path: "/things",
    summary: "Make",
    permission: "sources.write",
    idempotent,
    body: z.object({ name: z.string() }),
    responses: { 201: shape },
    run: async ({ body: { name } }) => {
      await run(name);
      return { status: 201, body: body(name) };
    },
  });

async function call(idempotencyKey: string, name = "x", options: { by?: number; idempotent?: boolean } = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${keys[options.by ?? 0] ?? ""}`, "content-type": "application/json", "idempotency-key": idempotencyKey };
  return handle(route(options.idempotent ?? true)).POST(apiRequest("POST", "/things", { headers, body: { name } }), withParams());
}

const full = '{"name":"x","amountMinor":9007199254740993,"url":"https://hidden.example","keys":[{"id":"1","secret":"whsec_x"}]}';

describe("a POST with an Idempotency-Key", () => {
  it("runs once; its repetition gets the same status and body, exact, with secrets as null", async () => {
    const first = await call("a");
    expect(await first.text()).toBe(full);
    const second = await call("a");
    expect(second.status).toBe(201);
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    const text = await second.text();
    expect(text).toContain("9007199254740993");
    expect(JSON.parse(text)).toEqual({ name: "x", amountMinor: 9007199254740992, url: null, keys: [{ id: "1", secret: null }] });
    expect(run).toHaveBeenCalledOnce();
  });

  it("keeps no secret in the database", async () => {
    await call("kept-for-cus_1");
    const { rows } = await db.pool.query<{ text: string }>("select idempotent_answers::text as text from idempotent_answers");
    expect(JSON.stringify(rows)).not.toMatch(/whsec_x|hidden\.example|kept-for-cus_1/);
  });

  it("is 409 for another body under the same key", async () => {
    await call("b");
    expect((await call("b", "y")).status).toBe(409);
    expect(run).toHaveBeenCalledOnce();
  });

  it("runs once also when many come at once; the others are 409 or get the answer", async () => {
    run.mockImplementation(() => new Promise((resolve) => setTimeout(resolve, 50)));
    const statuses = await Promise.all(Array.from({ length: 8 }, async () => (await call("c")).status));
    expect(run).toHaveBeenCalledOnce();
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(1);
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
  });

  it("belongs to its caller", async () => {
    await call("d");
    expect((await call("d", "y", { by: 1 })).status).toBe(201);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it("may be tried again after a refusal and after a fault, which did nothing", async () => {
    vi.spyOn(log(), "error").mockImplementationOnce(() => undefined);
    run.mockRejectedValueOnce(new Problem("conflict", "Not now."));
    expect((await call("e")).status).toBe(409);
    run.mockRejectedValueOnce(new Error("bug"));
    expect((await call("e")).status).toBe(500);
    expect((await call("e")).status).toBe(201);
  });

  it("is new again after 24 hours", async () => {
    await db.prisma.idempotentAnswer.deleteMany();
    await call("f");
    await db.pool.query("update idempotent_answers set created_at = created_at - interval '25 hours'");
    expect((await call("f", "y")).status).toBe(201);
    await db.pool.query("update idempotent_answers set created_at = created_at - interval '25 hours'");
    expect(await forgetOldAnswers()).toBe(1);
  });

  it("is refused when the key is not visible ASCII of 1 to 255 characters", async () => {
    for (const key of ["x".repeat(256), "a b", "\u00e4"]) expect((await call(key)).status).toBe(400);
    expect(run).not.toHaveBeenCalled();
  });

  it("is ignored where a route says so", async () => {
    await call("g", "x", { idempotent: false });
    await call("g", "x", { idempotent: false });
    expect(run).toHaveBeenCalledTimes(2);
  });
});
