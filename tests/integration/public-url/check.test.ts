import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { hashOneTimeToken, newOneTimeToken } from "#lib/access/one-time-token";
import { openOidc } from "#lib/access/oidc";
import { listAudit, auditQuery } from "#lib/audit/list-audit";
import { installation, movePublicUrl } from "#lib/platform/installation";
import { closeOutbound, openOutbound } from "#lib/platform/outbound/outbound";
import { answerReach, proofOf } from "#lib/public-url/answer-reach";
import { checkPublicUrl } from "#lib/public-url/check-public-url";
import { findTunnels } from "#lib/public-url/find-tunnels";
import { roundTrip } from "#lib/public-url/round-trip";
import { apiKeyActor, signedInPerson, testInstallation, type TestPerson } from "#tests/support/access";
import { type ApiServer, apiServer } from "#tests/support/api-server";
import { selfSignedCertificate } from "#tests/support/certificate";
import { testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";
import { httpTarget, tcpTarget } from "#tests/support/outbound-target";

const db = await testDatabase();
let us: ApiServer;
let admin: TestPerson;
let operator: TestPerson;

beforeAll(async () => {
  await testInstallation(db);
  [admin, operator] = [await signedInPerson(db, "admin"), await signedInPerson(db, "operator")];
  us = await apiServer();
});
afterEach(() => {
  movePublicUrl(null);
  closeOutbound();
  openOidc(null);
});
afterAll(() => us.close());

/** The configured address is this one. */
const configured = (url: string) => movePublicUrl(url);
const port = (url: string): string => new URL(url).port;
const tokens = async () => (await db.pool.query("select 1 from public_url_tokens")).rows.length;

describe("the round trip", () => {
  it("ends here when the address leads here, and says that nobody outside can call a local one", async () => {
    configured(us.url);
    const found = await checkPublicUrl(operator.actor, {});
    expect(found).toMatchObject({ url: us.url, outcome: "reached", reach: "machine", statusCode: 200, says: expect.stringContaining("nobody on the internet") as unknown });
    expect(await tokens()).toBe(0);
    expect(found.whatToDo).toContain("tunnel");
  });

  it("is in the audit with its address and outcome, and without the token", async () => {
    configured(us.url);
    await checkPublicUrl(operator.actor, {});
    const { data } = await listAudit(admin.actor, auditQuery.parse({ action: "settings.check_public_url", limit: "1" }));
    expect(data[0]?.details).toEqual({ url: us.url, outcome: "reached" });
  });

  it("is not believed where somebody else answers, whatever they answer", async () => {
    const echo = await httpTarget((request, response) => {
      // What an attacker could send back: the very bytes, a proof of the right form, our own words.
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ proof: newOneTimeToken(), asked: request.url }));
    });
    configured(`http://127.0.0.1:${String(echo.port)}`);
    expect(await checkPublicUrl(operator.actor, {})).toMatchObject({ outcome: "other_server", statusCode: 200 });
    const { token } = z.object({ token: z.string() }).parse(JSON.parse(echo.calls[0]?.body.toString() ?? ""));
    expect(echo.calls[0]).toMatchObject({ method: "POST", url: "/api/v1/reach" });
    expect(token).toMatch(/^[\w-]{43}$/);
  });

  it.each([
    [401, "asks for a sign-in"],
    [403, "asks for a sign-in"],
    [404, "another server"],
    [502, "finds no Countersign behind it"],
    [530, "finds no Countersign behind it"],
    [200, "without our proof"],
  ])("tells of a stranger's %i its status, and nothing of what it says", async (status, words) => {
    const other = await httpTarget((_request, response) => response.writeHead(status, { "x-inside": "SECRET-IN-HEADER" }).end("SECRET-IN-BODY"));
    configured(`http://127.0.0.1:${String(other.port)}`);
    const found = await checkPublicUrl(operator.actor, {});
    expect(found).toMatchObject({ outcome: "other_server", statusCode: status, says: expect.stringContaining(words) as unknown });
    expect(found.whatToDo).not.toBeNull();
    expect(JSON.stringify(found)).not.toContain("SECRET");
  });

  it("knows another Countersign by its answer, and does not take it for this one", async () => {
    const other = await httpTarget((_request, response) => response.writeHead(404, { "content-type": "application/problem+json" }).end("{}"));
    configured(`http://127.0.0.1:${String(other.port)}`);
    expect((await checkPublicUrl(operator.actor, {})).says).toContain("not this one");
  });

  it("follows no redirect, and says whether it stays on the host, not where it leads", async () => {
    const inside = await httpTarget((_request, response) => response.end());
    const other = await httpTarget((_request, response) => response.writeHead(302, { location: `http://localhost:${String(inside.port)}/SECRET-PATH` }).end());
    configured(`http://127.0.0.1:${String(other.port)}`);
    const found = await checkPublicUrl(operator.actor, {});
    expect(found).toMatchObject({ outcome: "redirected", statusCode: 302, says: expect.stringContaining("another host") as unknown });
    expect(JSON.stringify(found)).not.toContain("SECRET");
    expect(inside.calls).toEqual([]);
  });

  it("says in words why nothing answered: a name, a port, a certificate, silence", async () => {
    closeOutbound(openOutbound({ allowPrivateTargets: [], resolve: (name) => (name === "own.test" ? Promise.resolve(["127.0.0.1"]) : Promise.reject(new Error("no such name"))) }));
    configured("https://nowhere.test");
    expect(await checkPublicUrl(operator.actor, {})).toMatchObject({ outcome: "dns", statusCode: null, says: expect.stringContaining("nowhere.test could not be looked up") as unknown });
    const closed = await tcpTarget(() => undefined);
    const broken = await tcpTarget((socket) => socket.destroy());
    configured(`http://own.test:${String(broken.port)}`);
    expect(await checkPublicUrl(operator.actor, {})).toMatchObject({ outcome: "refused" });
    const secure = await httpTarget((_request, response) => response.end(), { tls: selfSignedCertificate("own.test") });
    configured(`https://own.test:${String(secure.port)}`);
    expect(await checkPublicUrl(operator.actor, {})).toMatchObject({ outcome: "tls", says: expect.stringContaining("signed by itself") as unknown });
    const parts = { pool: db.pool, hashKey: installation().hashKey, isOwn: true };
    const silent = { sendAlone: (request: Parameters<ReturnType<typeof openOutbound>["sendAlone"]>[0], blocks: readonly string[]) => fast.sendAlone({ ...request, deadlineMs: 50 }, blocks) };
    const fast = openOutbound({ allowPrivateTargets: [] });
    expect(await roundTrip(`http://127.0.0.1:${String(closed.port)}`, { ...parts, outbound: silent })).toMatchObject({ outcome: "timeout", whatToDo: expect.stringContaining("firewall") as unknown });
    fast.close();
  });

  it("is encrypted where the address says so, and then says so", async () => {
    const certificate = selfSignedCertificate("own.test");
    const front = await httpTarget((request, response) => {
      const chunks = [...(front.calls.at(-1)?.body ?? Buffer.alloc(0))];
      void fetch(`${us.url}${request.url ?? ""}`, { method: "POST", headers: { "content-type": "application/json" }, body: Buffer.from(chunks) }).then(async (answer) => response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text()));
    }, { tls: certificate });
    closeOutbound(openOutbound({ allowPrivateTargets: [], ca: certificate.cert, resolve: () => Promise.resolve(["127.0.0.1"]) }));
    configured(`https://own.test:${String(front.port)}`);
    expect(await checkPublicUrl(operator.actor, {})).toMatchObject({ outcome: "reached", reach: "machine" });
  });
});

describe("an address that is not the configured one", () => {
  it("is tried for an admin who is signed in alone: not for operators, not for keys", async () => {
    const url = "https://pay.example.com";
    expect((await problemOf(checkPublicUrl(operator.actor, { url }))).kind).toBe("forbidden");
    expect((await problemOf(checkPublicUrl(apiKeyActor(["settings:write"]), { url }))).kind).toBe("forbidden");
    expect(await checkPublicUrl(apiKeyActor(["settings:write"]), { url: null })).toMatchObject({ url: installation().defaultPublicUrl });
  });

  it("is never dialled where it leads to this machine, into a private network or to the credentials of a cloud", async () => {
    const inside = await httpTarget((_request, response) => response.end());
    closeOutbound(openOutbound({ allowPrivateTargets: [], resolve: (name) => Promise.resolve([name === "inside.test" ? "10.1.2.3" : "127.0.0.1"]) }));
    for (const url of [`http://127.0.0.1:${String(inside.port)}`, `http://sneaky.test:${String(inside.port)}`, "http://inside.test", "http://169.254.169.254", "http://[::1]:3000"]) {
      expect(await checkPublicUrl(admin.actor, { url }), url).toMatchObject({ outcome: "not_tried", statusCode: null });
    }
    expect(inside.connections()).toBe(0);
    // Not even as the configured one: no installation stands there.
    configured("http://169.254.169.254");
    expect(await checkPublicUrl(operator.actor, {})).toMatchObject({ outcome: "not_tried" });
  });

  it("is refused at its field when it has a path, and so is a member that nobody knows", async () => {
    expect((await problemOf(checkPublicUrl(admin.actor, { url: "https://pay.example.com/path" }))).errors).toMatchObject([{ path: "url" }]);
    expect((await problemOf(checkPublicUrl(admin.actor, { url: "ftp://pay.example.com" }))).errors).toMatchObject([{ path: "url" }]);
    expect((await problemOf(checkPublicUrl(admin.actor, { target: "x" }))).kind).toBe("bad_input");
  });

  it("comes with what changes besides: the cookies at the next start, and where single sign-on returns", async () => {
    closeOutbound(openOutbound({ allowPrivateTargets: [], resolve: () => Promise.reject(new Error("no such name")) }));
    const { ifSaved } = await checkPublicUrl(admin.actor, { url: "https://pay.example.com" });
    expect(ifSaved).toEqual([expect.stringContaining("made for https: everybody signs in again, under https://pay.example.com")]);
    openOidc({ issuer: "https://login.example.com", clientId: "c", clientSecret: "s", roleClaim: null, roleValues: { viewer: [], operator: [], admin: [] } });
    expect((await checkPublicUrl(admin.actor, { url: "http://pay.example.com" })).ifSaved).toEqual([expect.stringContaining("http://pay.example.com/api/auth/callback/oidc")]);
  });
});

describe("a token", () => {
  const keep = async (seconds: number): Promise<string> => {
    const token = newOneTimeToken();
    await db.pool.query("insert into public_url_tokens (hash, expires_at) values ($1, now() + $2 * interval '1 s')", [hashOneTimeToken(token), seconds]);
    return token;
  };
  const ask = async (body: unknown): Promise<number> => (await fetch(`${us.url}/api/v1/reach`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })).status;

  it("is answered once, to one of many who bring it at the same time", async () => {
    const token = await keep(60);
    const statuses = await Promise.all(Array.from({ length: 8 }, () => ask({ token })));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 404)).toHaveLength(7);
  });

  it("that ended, or that nobody made, gets no proof; one of another form gets 400", async () => {
    const ended = await keep(-1);
    expect([await ask({ token: ended }), await ask({ token: newOneTimeToken() }), await ask({ token: "short" }), await ask({}), await ask({ token: [ended] })]).toEqual([404, 404, 400, 400, 400]);
    configured(us.url);
    await checkPublicUrl(operator.actor, {});
    expect(await tokens()).toBe(0);
  });

  it("has another proof under another installation's key, and none that shows the token", async () => {
    const token = await keep(60);
    const { proof } = await answerReach(token);
    expect(proof).toBe(proofOf(installation().hashKey, token));
    expect(proof).not.toBe(proofOf(Buffer.alloc(32, 7), token));
    expect(proof).not.toContain(token.slice(0, 8));
  });
});

describe("tunnels of this machine", () => {
  const ngrok = (tunnels: unknown) => httpTarget((request, response) => response.writeHead(request.url === "/api/tunnels" ? 200 : 404).end(JSON.stringify(tunnels)));
  const cloudflared = (hostname: unknown) => httpTarget((request, response) => response.writeHead(request.url === "/quicktunnel" ? 200 : 404).end(JSON.stringify({ hostname })));

  it("are found by what ngrok and cloudflared tell of themselves, with the port that they lead to", async () => {
    const agent = await ngrok({ tunnels: [{ name: "command_line", public_url: "https://a1b2.ngrok-free.app", proto: "https", config: { addr: "http://localhost:3000", inspect: true } }, { public_url: "tcp://0.tcp.ngrok.io:1", config: { addr: "localhost:22" } }], uri: "/api/tunnels" });
    const quick = await cloudflared("calm-river.trycloudflare.com");
    const free = await tcpTarget((socket) => socket.destroy());
    expect(await findTunnels(operator.actor, { ngrok: [agent.port, free.port], cloudflared: [free.port, quick.port] })).toEqual([
      { program: "ngrok", url: "https://a1b2.ngrok-free.app", port: 3000 },
      { program: "cloudflared", url: "https://calm-river.trycloudflare.com", port: null },
    ]);
  });

  it.each([
    [{ tunnels: [{ public_url: "http://plain.example.com" }] }],
    [{ tunnels: [{ public_url: "https://127.0.0.1" }] }],
    [{ tunnels: [{ public_url: "https://user@a.example.com" }] }],
    [{ tunnels: [{ public_url: "https://a.example.com/path" }] }],
    [{ tunnels: [{ public_url: "javascript:alert(1)" }] }],
    [{ tunnels: "none" }],
    [["x"]],
    ["text"],
  ])("are not what another program says there: %j", async (said) => {
    const [agent, quick] = [await ngrok(said), await cloudflared('x.test"><script>')];
    expect(await findTunnels(operator.actor, { ngrok: [agent.port], cloudflared: [quick.port, Number(port(us.url))] })).toEqual([]);
  });

  it("are told to operators, not to viewers", async () => {
    const viewer = await signedInPerson(db, "viewer");
    expect((await problemOf(findTunnels(viewer.actor, { ngrok: [], cloudflared: [] }))).kind).toBe("forbidden");
  });
});
