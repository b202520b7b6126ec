import { afterEach, expect, test, vi } from "vitest";
import { demoEnv } from "#lib/demo/start-demo";

afterEach(() => vi.unstubAllEnvs());

test("the demo mails nobody, whatever the installation beside it has", () => {
  vi.stubEnv("DATABASE_URL", "");
  vi.stubEnv("SMTP_URL", "smtp://127.0.0.1:2525");
  vi.stubEnv("ALERT_FROM", "alerts@shop.example");
  expect(demoEnv()).toMatchObject({ smtpUrl: null, alertFrom: null });
});
