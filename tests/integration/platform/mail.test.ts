import { afterEach, describe, expect, test } from "vitest";
import { mailIsConfigured, openMail, sendMail } from "#lib/platform/mail";
import { type MailServer, mailServer } from "#tests/support/mail-server";

const from = "Countersign <alerts@example.com>";
const servers: MailServer[] = [];

async function withServer(options?: Parameters<typeof mailServer>[0]): Promise<MailServer> {
  const server = await mailServer(options);
  servers.push(server);
  openMail({ smtpUrl: server.url, from });
  return server;
}

afterEach(async () => {
  openMail(null);
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

describe("mail", () => {
  test("is an outcome of its own where no server is named", async () => {
    expect(mailIsConfigured()).toBe(false);
    expect(await sendMail({ to: ["anna@example.com"], subject: "Hello", text: "World" })).toEqual({ kind: "not_configured" });
  });

  test("reaches everybody whom the server takes, and names whom it refuses", async () => {
    const server = await withServer({ refuse: ["gone@example.com"] });
    expect(mailIsConfigured()).toBe(true);
    expect(await sendMail({ to: ["anna@example.com", "gone@example.com", "not an address"], subject: "Grüße", text: "Zahlung über 25,99 €\n" })).toEqual({ kind: "sent", refused: ["not an address", "gone@example.com"] });
    expect(server.taken).toHaveLength(1);
    expect(server.taken[0]?.to).toEqual(["anna@example.com"]);
    expect(server.taken[0]?.raw).toContain("From: Countersign <alerts@example.com>");
  });

  test("fails in words, never by an exception, when nobody is left", async () => {
    await withServer({ refuse: ["gone@example.com"] });
    expect(await sendMail({ to: ["gone@example.com"], subject: "x", text: "x" })).toMatchObject({ kind: "failed", reason: expect.stringContaining("refused every recipient") as unknown });
    expect(await sendMail({ to: ["a@b@c"], subject: "x", text: "x" })).toMatchObject({ kind: "failed" });
    openMail({ smtpUrl: "smtp://127.0.0.1:1", from });
    expect(await sendMail({ to: ["anna@example.com"], subject: "x", text: "x" })).toMatchObject({ kind: "failed" });
  });

  test("never repeats the password that the server refused", async () => {
    const server = await withServer({ password: "right-password" });
    openMail({ smtpUrl: server.url.replace("smtp://", "smtp://anna:wrong-password@"), from });
    const outcome = await sendMail({ to: ["anna@example.com"], subject: "x", text: "x" });
    expect(outcome).toMatchObject({ kind: "failed", reason: expect.stringMatching(/refused the user or the password/) as unknown });
    expect(JSON.stringify(outcome)).not.toContain("wrong-password");
  });

  test.each([
    ["a line end in the subject", ["anna@example.com"], "Alert\r\nBcc: eve@example.com\r\n\r\nbody of eve"],
    ["another separator of lines", ["anna@example.com"], "Alert\u2028Bcc: eve@example.com\u0000\nX-Evil: 1"],
    ["a line end in an address", ["anna@example.com\r\nBcc: eve@example.com", "anna@example.com"], "Alert"],
    ["two addresses in one", ["anna@example.com, eve@example.com", "anna@example.com"], "Alert"],
    ["a command of SMTP in an address", ["anna@example.com>\r\nRCPT TO:<eve@example.com", "anna@example.com"], "Alert"],
  ])("adds no header and no recipient: %s", async (_what, to, subject) => {
    const server = await withServer();
    expect(await sendMail({ to, subject, text: "x" })).toMatchObject({ kind: "sent" });
    expect(server.taken[0]?.to).toEqual(["anna@example.com"]);
    const headers = (server.taken[0]?.raw ?? "").split("\r\n\r\n")[0] ?? "";
    expect(headers).not.toMatch(/^(bcc|x-evil):/im);
    expect(headers).toMatch(/^Subject: Alert/m);
  });
});
