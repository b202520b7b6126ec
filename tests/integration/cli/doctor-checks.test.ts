import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkMailServer, checkSingleSignOn } from "#lib/cli/doctor-partner-checks";
import { checkPublicAddress } from "#lib/cli/doctor-public-url-check";
import { installation } from "#lib/platform/installation";
import { generateKeyRingText, keyRing } from "#lib/platform/seal";
import { testInstallation } from "#tests/support/access";
import { type ApiServer, apiServer } from "#tests/support/api-server";
import { testDatabase } from "#tests/support/database";
import { mailServer } from "#tests/support/mail-server";
import { oidcClient, oidcServer } from "#tests/support/oidc-server";
import { httpTarget, tcpTarget } from "#tests/support/outbound-target";

const db = await testDatabase();
let us: ApiServer;
beforeAll(async () => {
  await testInstallation(db);
  us = await apiServer();
});
afterAll(() => us.close());

describe("doctor, of the mail server", () => {
  it("signs in there and sends nothing", async () => {
    const server = await mailServer({ password: "right" });
    const url = (password: string) => server.url.replace("smtp://", `smtp://ada:${password}@`);
    expect(await checkMailServer({ smtpUrl: url("right"), from: "a@example.com" })).toMatchObject({ state: "ok" });
    const refused = await checkMailServer({ smtpUrl: url("SECRET-wrong"), from: "a@example.com" });
    expect(refused).toMatchObject({ state: "wrong", finding: expect.stringContaining("refused the user or the password") as unknown });
    expect(JSON.stringify(refused)).not.toContain("SECRET");
    expect(server.taken).toEqual([]);
    await server.close();
  });

  it("says why it cannot be reached, and leaves it out where none is named", async () => {
    const closed = await tcpTarget((socket) => socket.destroy());
    expect(await checkMailServer({ smtpUrl: `smtp://127.0.0.1:${String(closed.port)}`, from: "a@example.com" })).toMatchObject({ state: "wrong" });
    expect(await checkMailServer(null)).toMatchObject({ state: "skipped" });
  });
});

describe("doctor, of single sign-on", () => {
  const settings = (issuer: string) => ({ issuer, ...oidcClient, roleClaim: null, roleValues: { viewer: [], operator: [], admin: [] } });
  const saying = async (status: number, body: string) => {
    const target = await httpTarget((_request, response) => response.writeHead(status, { location: "/" }).end(body));
    return checkSingleSignOn(settings(`http://127.0.0.1:${String(target.port)}`));
  };

  it("finds a real server in order", async () => {
    const server = await oidcServer("http://127.0.0.1:3000/api/auth/callback/oidc");
    expect(await checkSingleSignOn(settings(server.issuer))).toMatchObject({ state: "ok" });
    await server.close();
  });

  it("names another issuer, a missing member, another page and a redirect for what they are", async () => {
    const document = { issuer: "https://other.example.com", authorization_endpoint: "https://a.example.com/a", token_endpoint: "https://a.example.com/t", jwks_uri: "https://a.example.com/j" };
    expect(await saying(200, JSON.stringify(document))).toMatchObject({ state: "wrong", finding: expect.stringContaining("its issuer is https://other.example.com") as unknown });
    expect(await saying(200, JSON.stringify({ issuer: "x" }))).toMatchObject({ state: "wrong", finding: expect.stringContaining("authorization_endpoint") as unknown });
    expect(await saying(200, "<html>")).toMatchObject({ state: "wrong", finding: expect.stringContaining("no JSON") as unknown });
    expect(await saying(302, "")).toMatchObject({ state: "wrong", finding: expect.stringContaining("answers 302") as unknown });
    expect(await checkSingleSignOn(settings("http://127.0.0.1:9"))).toMatchObject({ state: "wrong", finding: expect.stringContaining("could not be reached") as unknown });
    expect(await checkSingleSignOn(null)).toMatchObject({ state: "skipped" });
  });
});

describe("doctor, of the public address", () => {
  const facts = () => ({ publicUrl: us.url, allowPrivateTargets: [], ring: installation().ring, isRunning: true });

  it("sends a one-time token through it, and says what came back", async () => {
    expect(await checkPublicAddress(db.pool, facts())).toMatchObject({ state: "warning", finding: expect.stringContaining("reached us, over this machine itself") as unknown });
    const other = await httpTarget((_request, response) => response.end('{"status":"ok"}'));
    expect(await checkPublicAddress(db.pool, { ...facts(), publicUrl: `http://127.0.0.1:${String(other.port)}` })).toMatchObject({ state: "wrong", finding: expect.stringContaining("without our proof") as unknown });
    expect((await db.pool.query("select 1 from public_url_tokens")).rows).toEqual([]);
  });

  it("takes the one of the settings where the environment names none, and none where neither does", async () => {
    expect(await checkPublicAddress(db.pool, { ...facts(), publicUrl: null })).toMatchObject({ state: "warning", finding: expect.stringContaining("none is set") as unknown });
    await db.prisma.settings.update({ where: { id: 1 }, data: { publicUrl: us.url } });
    expect(await checkPublicAddress(db.pool, { ...facts(), publicUrl: null })).toMatchObject({ finding: expect.stringContaining(us.url) as unknown });
  });

  it("is not tried while nothing runs, or without the installation's key", async () => {
    expect(await checkPublicAddress(db.pool, { ...facts(), isRunning: false })).toMatchObject({ state: "skipped" });
    for (const ring of [null, keyRing(generateKeyRingText())]) expect(await checkPublicAddress(db.pool, { ...facts(), ring })).toMatchObject({ state: "skipped" });
  });
});
