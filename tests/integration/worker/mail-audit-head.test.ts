import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { appendAudit } from "#lib/audit/append";
import { verifyAudit } from "#lib/audit/verify-audit";
import { readAuditHead } from "#lib/audit/list-audit";
import * as mail from "#lib/platform/mail";
import { dropSettings } from "#lib/settings/read-settings";
import { mailAuditHead } from "#lib/worker/mail-audit-head";
import { testInstallation } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";

const db = await testDatabase();
const cli = { type: "cli", name: "test" } as const;
const send = vi.spyOn(mail, "sendMail");
const configured = vi.spyOn(mail, "mailIsConfigured").mockReturnValue(true);
const want = async (wanted: boolean, to: readonly string[]): Promise<void> => {
  await db.prisma.settings.update({ where: { id: 1 }, data: { auditAnchorMail: wanted, alertMailTo: [...to] } });
  dropSettings();
};
beforeAll(async () => {
  await testInstallation(db);
  for (let count = 0; count < 3; count += 1) await db.prisma.$transaction((tx) => appendAudit(tx, cli, { action: "test.append", subjectType: "test", subjectId: null, details: {} }));
});
afterAll(() => void vi.restoreAllMocks());

it("mails the head once it is wanted and somebody gets it, and an admin can check with what the mail says", async () => {
  send.mockResolvedValue({ kind: "sent", refused: [] });
  await want(false, ["ada@example.com"]);
  await mailAuditHead();
  await want(true, []);
  await mailAuditHead();
  configured.mockReturnValueOnce(false);
  await want(true, ["ada@example.com"]);
  await mailAuditHead();
  expect(send).not.toHaveBeenCalled();
  await mailAuditHead();
  const { anchor } = await readAuditHead();
  expect(send).toHaveBeenCalledExactlyOnceWith({ to: ["ada@example.com"], subject: "Audit head 3", text: expect.stringContaining(anchor ?? "?") as unknown });
  const noted = /\d+:[0-9a-f]{64}/.exec(send.mock.calls[0]?.[0].text ?? "")?.[0] ?? "";
  expect(await verifyAudit(cli, { anchor: noted })).toMatchObject({ intact: true, done: true });
});

it("is tried again when no server took it", async () => {
  send.mockResolvedValue({ kind: "failed", reason: "The mail server did not answer." });
  await expect(mailAuditHead()).rejects.toThrow(/did not answer/);
});
