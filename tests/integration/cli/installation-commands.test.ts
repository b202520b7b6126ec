import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { newId } from "#lib/platform/ids";
import { writeDetails } from "#lib/transactions/transaction-details";
import { generateKeyRingText } from "#lib/platform/seal";
import { emptyDatabase } from "#tests/support/database";
import { cli } from "#tests/support/run-cli";
import { temporaryFolder } from "#tests/support/temporary-folder";

const ring = generateKeyRingText();
const pool = { client: new pg.Client() };

beforeAll(async () => {
  const url = await emptyDatabase();
  pool.client = new pg.Client({ connectionString: url });
  await pool.client.connect();
  vi.stubEnv("DATABASE_URL", url);
  vi.stubEnv("NEXTAUTH_SECRET", "a session secret for tests, 32 or more");
  vi.stubEnv("ENCRYPTION_KEYS", ring);
  vi.stubEnv("PUBLIC_URL", "https://pay.example.com");
  // Nothing listens on port 1, and nobody may but root: the doctor finds it free or forbidden.
  vi.stubEnv("PORT", "0");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await pool.client.end();
});

const rows = async (text: string): Promise<unknown[]> => (await pool.client.query<Record<string, unknown>>(text)).rows;

describe("before anything was made", () => {
  test("doctor says that the migrations are missing, and changes nothing", async () => {
    const { code, out } = await cli("doctor");
    expect(code).toBe(1);
    expect(out).toMatch(/WRONG\s+migrations: \d+ not applied yet/);
    expect(await rows("select 1 from pg_tables where schemaname = 'public'")).toEqual([]);
  });
});

describe("create-admin", () => {
  test("makes an admin on a fresh database, audited as made at the command line", async () => {
    vi.stubEnv("CLI_TEST_PASSWORD", "correct horse battery staple");
    const { code, out } = await cli("create-admin", "--email", "Ada@Example.com", "--name", "Ada", "--password-env", "CLI_TEST_PASSWORD", "--json");
    expect({ code, made: JSON.parse(out) as unknown }).toMatchObject({ code: 0, made: { email: "ada@example.com", name: "Ada" } });
    expect(await rows("select email, role, password_hash like '$argon2id$%' as hashed from users")).toEqual([{ email: "ada@example.com", role: "admin", hashed: true }]);
    expect(await rows("select actor_type, action from audit_entries")).toEqual([{ actor_type: "cli", action: "user.create" }]);
  });

  test("refuses an address that is taken, and a short password, in words", async () => {
    const taken = await cli("create-admin", "--email", "ada@example.com", "--password-env", "CLI_TEST_PASSWORD");
    expect(taken).toMatchObject({ code: 1, out: "", complaints: expect.stringContaining("has an account already") as unknown });
    vi.stubEnv("CLI_TEST_SHORT", "short");
    const short = await cli("create-admin", "--email", "b@example.com", "--password-env", "CLI_TEST_SHORT");
    expect(short).toMatchObject({ code: 2, complaints: expect.stringContaining("password: At least 12 characters") as unknown });
    expect(await rows("select email from users")).toHaveLength(1);
  });
});

describe("verify-audit", () => {
  test("says that nobody touched the audit, and prints its head; names the entry that somebody edited", async () => {
    const good = await cli("verify-audit", "--json");
    expect({ code: good.code, said: JSON.parse(good.out) as unknown }).toMatchObject({ code: 0, said: { intact: true, position: null, head: expect.stringMatching(/^\d+:[0-9a-f]{64}$/) as unknown } });
    const { head } = z.object({ head: z.string() }).parse(JSON.parse(good.out));
    expect(await cli("verify-audit", "--anchor", head)).toMatchObject({ code: 0, out: expect.stringContaining("the head that was noted is among them") as unknown });
    expect(await cli("verify-audit", "--anchor", `999:${"0".repeat(64)}`)).toMatchObject({ code: 1, out: expect.stringContaining("its end was cut off") as unknown });
    expect(await cli("verify-audit", "--anchor", "24")).toMatchObject({ code: 2, out: "", complaints: expect.stringContaining("--anchor is") as unknown });
    const tamper = (name: string): Promise<unknown> => pool.client.query(`begin; alter table audit_entries disable trigger user; update audit_entries set actor_name = ${name} where position = 1; alter table audit_entries enable trigger user; commit`);
    await tamper("actor_name || '!'");
    expect(await cli("verify-audit")).toMatchObject({ code: 1, out: expect.stringContaining("Entry 1 was changed") as unknown });
    await tamper("rtrim(actor_name, '!')");
    expect((await cli("verify-audit")).code).toBe(0);
  });
});

describe("create-api-key", () => {
  test("shows the key once and keeps only its hash", async () => {
    const { code, out } = await cli("create-api-key", "--name", "reports", "--scope", "events:read,stats:read", "--expires-in-days", "30", "--json");
    const key = z.object({ secret: z.string().startsWith("cs_"), scopes: z.array(z.string()), expiresAt: z.iso.datetime() }).parse(JSON.parse(out));
    expect(code).toBe(0);
    expect(key.scopes).toEqual(["events:read", "stats:read"]);
    const [stored] = await rows("select encode(hash, 'hex') as hash, to_jsonb(api_keys)::text as whole from api_keys");
    expect(stored).toMatchObject({ hash: createHash("sha256").update(key.secret).digest("hex") });
    expect(JSON.stringify(stored)).not.toContain(key.secret);
  });

  test.each([
    [["--name", "x"], "--scope is missing"],
    [["--name", "x", "--scope", "events:melt"], 'no scope "events:melt"'],
    [["--scope", "events:read"], "--name is missing"],
    [["--name", "x", "--scope", "events:read", "--expires-in-days", "0"], "--expires-in-days is"],
  ])("%j is refused in one sentence", async (words, sentence) => {
    expect(await cli("create-api-key", ...words)).toMatchObject({ code: 2, out: "", complaints: expect.stringContaining(sentence) as unknown });
  });
});

describe("create-source", () => {
  test("takes the key from the environment and prints it nowhere", async () => {
    vi.stubEnv("CLI_TEST_KEY", "PraxisMerchantSecret1");
    const { code, out } = await cli("create-source", "--provider", "praxis", "--name", "Shop", "--setting", "merchantId=M", "--setting", "applicationKey=A", "--key-env", "CLI_TEST_KEY");
    expect(code).toBe(0);
    expect(out).toMatch(/Webhook URL: https:\/\/pay\.example\.com\/api\/webhooks\/[\w-]{40,}/);
    expect(out).not.toContain("PraxisMerchantSecret1");
    expect(JSON.stringify(await rows("select to_jsonb(source_keys)::text as key from source_keys"))).not.toContain("PraxisMerchantSecret1");
  });

  test("shows a generated key once", async () => {
    const { code, out } = await cli("create-source", "--provider", "gateway", "--name", "Gate", "--json");
    expect(code).toBe(0);
    expect(z.object({ mode: z.literal("test"), keys: z.tuple([z.object({ secret: z.string().startsWith("gw_") })]) }).safeParse(JSON.parse(out)).success).toBe(true);
  });

  test.each([
    [["--provider", "praxis", "--name", "Shop"], "settings.merchantId"],
    [["--provider", "adyen", "--name", "Shop", "--setting", "scheme=platform", "--key-env", "CLI_TEST_KEY"], "64 hex"],
    [["--provider", "paypal", "--name", "Shop"], 'no provider "paypal"'],
    [["--provider", "gateway"], "--name is missing"],
    [["--provider", "gateway", "--name", "x", "--key-env", "NOT_SET_ANYWHERE"], "NOT_SET_ANYWHERE"],
  ])("%j is refused in words", async (words, sentence) => {
    expect(await cli("create-source", ...words)).toMatchObject({ code: 2, out: "", complaints: expect.stringContaining(sentence) as unknown });
  });
});

describe("export", () => {
  test("writes the filtered transactions to a new file, audited, and leaves a file that exists alone", async () => {
    const [id, sourceId] = [newId(), newId()];
    const details = writeDetails({
      amount: { amountMinor: 9_007_199_254_740_993n, currency: "EUR", exponent: 2 },
      amounts: { authorized: null, captured: null, refunded: null, disputed: null, fees: null },
      method: { type: "card", brand: null, last4: null },
      customer: { reference: null, name: "Ada", email: null, country: null },
      avs: null, cvc: null, references: ["pay_1"], operations: [], why: [], eventIds: [], repeatedEventIds: [], firstAt: null, lastAt: null,
    });
    await pool.client.query("insert into sources (id, provider, name, mode, settings) values ($1, 'gateway', 'Shop', 'test', '{}')", [sourceId]);
    await pool.client.query(
      `insert into transactions (id, source_id, reference, mode, kind, status, folded_status, dispute, currency, exponent, amount_minor, search, details, created_at, updated_at)
       values ($1, $2, 'pay_1', 'test', 'payment', 'created', 'created', 'none', 'EUR', 2, 9007199254740993, '{pay_1}', $3, now(), now())`,
      [id, sourceId, details],
    );
    const folder = temporaryFolder();
    try {
      const file = path.join(folder.path, "all.csv");
      const made = await cli("export", "--out", file, "--currency", "eur", "--min-amount-minor", "9007199254740993", "--json");
      expect({ code: made.code, told: JSON.parse(made.out) as unknown }).toEqual({ code: 0, told: { file, format: "csv", rows: 1 } });
      expect(readFileSync(file, "utf8")).toMatch(/^id,.*\r\ntxn_.*,90071992547409\.93,9007199254740993,.*,\*\*\*,.*\r\n$/);
      expect(await cli("export", "--out", file)).toMatchObject({ code: 1, complaints: expect.stringContaining("is there already") as unknown });
      expect(await cli("export", "--out", path.join(folder.path, "none.csv"), "--status", "done")).toMatchObject({ code: 2, complaints: expect.stringContaining("--status") as unknown });
      const lines = path.join(folder.path, "all.jsonl");
      expect(await cli("export", "--out", lines, "--format", "jsonl", "--personal")).toMatchObject({ code: 0, out: `1 transaction written to ${lines}.` });
      expect(readFileSync(lines, "utf8")).toContain('"name":"Ada"');
    } finally {
      folder.remove();
    }
    expect(await rows("select details->>'format' as format from audit_entries where action = 'transaction.export' order by position")).toEqual([{ format: "csv" }, { format: "jsonl" }]);
  });
});

describe("doctor", () => {
  test("finds nothing wrong with a good installation", async () => {
    const { code, out } = await cli("doctor", "--json");
    const report = z.object({ ok: z.boolean(), checks: z.array(z.object({ check: z.string(), state: z.string() })) }).parse(JSON.parse(out));
    expect(report.checks.filter(({ state }) => state === "wrong")).toEqual([]);
    expect(code).toBe(0);
    expect(report.checks.map(({ check }) => check)).toEqual(expect.arrayContaining(["node", "database", "migrations", "partitions", "clock", "keys", "worker", "admins", "port", "public URL"]));
  });

  test("says that the keys do not open under another key ring", async () => {
    vi.stubEnv("ENCRYPTION_KEYS", generateKeyRingText());
    const { code, out } = await cli("doctor");
    const refused = await cli("create-source", "--provider", "gateway", "--name", "Gate");
    vi.stubEnv("ENCRYPTION_KEYS", ring);
    expect(code).toBe(1);
    expect(out).toMatch(/WRONG\s+keys: .+ENCRYPTION_KEYS/s);
    expect(refused).toMatchObject({ code: 1, complaints: expect.stringContaining("ENCRYPTION_KEYS") as unknown });
  });

  test("says that this month has no partition", async () => {
    const month = new Date().toISOString().slice(0, 7).replace("-", "_");
    await pool.client.query(`alter table requests detach partition partition.requests_${month}`);
    const { code, out } = await cli("doctor");
    await pool.client.query(`drop table partition.requests_${month}`);
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`WRONG\\s+partitions: requests_${month} missing`));
  });

  test("a database that is away, and a variable that is wrong, are findings, not crashes", async () => {
    const url = new URL("postgresql://somebody:pw-canary@127.0.0.1:1/none");
    vi.stubEnv("DATABASE_URL", url.href);
    const away = await cli("doctor");
    const refused = await cli("create-admin", "--email", "c@example.com", "--password-env", "CLI_TEST_PASSWORD");
    vi.stubEnv("PORT", "eighty");
    const wrong = await cli("doctor");
    vi.unstubAllEnvs();
    expect(away.code).toBe(1);
    expect(away.out).toMatch(/WRONG\s+database: 127\.0\.0\.1:1 gives an error/);
    expect(refused).toMatchObject({ code: 1, complaints: expect.stringMatching(/^The database at 127\.0\.0\.1:1 cannot be reached/) as unknown });
    expect(wrong.out).toMatch(/WRONG\s+environment: PORT holds "eighty"/);
    expect(away.out + refused.complaints + wrong.out).not.toContain("pw-canary");
  });
});
