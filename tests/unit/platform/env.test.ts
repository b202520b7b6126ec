import { describe, expect, test } from "vitest";
import { EnvironmentError, readEnv } from "#lib/platform/env";

const ring = `k1:${Buffer.alloc(32, 1).toString("base64")}`;

describe("the environment", () => {
  test("has defaults for everything, so that nothing need be set", () => {
    expect(readEnv({})).toMatchObject({ databaseUrl: null, dataDir: ".data", host: "127.0.0.1", port: 3000, publicUrl: null, bodyLimitBytes: 1_048_576, trustedProxies: [], logLevel: "info", metricsToken: null });
  });

  test("reads an empty variable like one that is not set", () => {
    expect(readEnv({ PORT: "", DATABASE_URL: "", PUBLIC_URL: "" })).toEqual(readEnv({}));
  });

  test.each([
    ["PORT", "eighty", /^PORT holds "eighty", but should hold a port number/],
    ["PORT", "70000", /^PORT holds "70000", but should hold a port number from 0 to 65535/],
    ["PORT", "-1", /^PORT holds "-1", but should hold a port number from 0 to 65535/],
    ["PORT", " ", /^PORT holds " ", but should hold a port number from 0 to 65535/],
    ["PORT", "3.5", /^PORT holds "3.5", but should hold a port number from 0 to 65535/],
    ["PORT", "0x10", /^PORT holds "0x10", but should hold a port number from 0 to 65535/],
    ["PUBLIC_URL", "payments.example.com", /^PUBLIC_URL holds "payments.example.com", but should hold a URL such as/],
    ["PUBLIC_URL", "ftp://example.com", /^PUBLIC_URL/],
    ["BODY_LIMIT_BYTES", "1MB", /^BODY_LIMIT_BYTES holds "1MB", but should hold a number of bytes from 1024 to 67108864/],
    ["BODY_LIMIT_BYTES", "1", /^BODY_LIMIT_BYTES holds "1", but should hold a number of bytes from 1024 to 67108864/],
    ["TRUSTED_PROXIES", "10.0.0.0/8,proxy", /^TRUSTED_PROXIES holds "10.0.0.0\/8,proxy", but should hold CIDR blocks/],
    ["ALERT_FROM", "alerts", /^ALERT_FROM holds "alerts", but should hold an address such as alerts@example.com/],
    ["ALERT_FROM", "a@b.example\r\nBcc: c@d.example", /^ALERT_FROM/],
    ["LOG_LEVEL", "loud", /^LOG_LEVEL holds "loud", but should hold trace, debug/],
  ])("%s=%s stops the start with one line that says so", (name, value, sentence) => {
    const read = (): unknown => readEnv({ [name]: value });
    expect(read).toThrow(EnvironmentError);
    expect(read).toThrow(sentence);
  });

  test.each([
    ["ENCRYPTION_KEYS", "not-a-ring-but-a-secret"],
    ["NEXTAUTH_SECRET", "short-secret"],
    ["ADMIN_PASSWORD", "hunter2"],
    ["ADMIN_API_KEY", "cs_short"],
    ["DATABASE_URL", "mysql://user:pass@host/db"],
    ["METRICS_TOKEN", "tiny"],
    ["SMTP_URL", "http://user:pass@host"],
  ])("a bad %s is named without what it holds", (name, value) => {
    expect(() => readEnv({ [name]: value })).toThrow(name);
    expect(() => readEnv({ [name]: value })).not.toThrow(value);
  });

  test("an outside database needs its secrets from outside too", () => {
    const DATABASE_URL = "postgresql://user:pass@db:5432/countersign";
    expect(() => readEnv({ DATABASE_URL })).toThrow(/^NEXTAUTH_SECRET holds nothing/);
    expect(() => readEnv({ DATABASE_URL, NEXTAUTH_SECRET: "x".repeat(32) })).toThrow(/^ENCRYPTION_KEYS holds nothing/);
    expect(readEnv({ DATABASE_URL, NEXTAUTH_SECRET: "x".repeat(32), ENCRYPTION_KEYS: ring }).databaseUrl).toBe(DATABASE_URL);
  });

  test("the single sign-on is whole or not there, on https, with roles from a claim only where values give them", () => {
    const whole = { OIDC_ISSUER: "https://login.example.com/realms/shop/", OIDC_CLIENT_ID: "countersign", OIDC_CLIENT_SECRET: "s3cret-of-the-client" };
    expect(readEnv(whole).oidc).toEqual({ issuer: "https://login.example.com/realms/shop", clientId: "countersign", clientSecret: "s3cret-of-the-client", roleClaim: null, roleValues: { admin: [], operator: [], viewer: [] } });
    expect(readEnv({}).oidc).toBeNull();
    for (const name of Object.keys(whole)) expect(() => readEnv({ ...whole, [name]: undefined })).toThrow(new RegExp(`^${name} holds nothing`));
    expect(() => readEnv({ ...whole, OIDC_ISSUER: "http://login.example.com" })).toThrow(/^OIDC_ISSUER holds "http:.*an https URL/);
    for (const issuer of ["http://127.0.0.1.evil.example", "http://localhost.evil.example", "http://127.0.0.1:80@evil.example"]) expect(() => readEnv({ ...whole, OIDC_ISSUER: issuer })).toThrow(/^OIDC_ISSUER/);
    expect(readEnv({ ...whole, OIDC_ISSUER: "http://127.0.0.1:9000" }).oidc?.issuer).toBe("http://127.0.0.1:9000");
    expect(readEnv({ ...whole, OIDC_ROLE_CLAIM: "groups", OIDC_ADMIN_VALUES: "it, ops" }).oidc).toMatchObject({ roleClaim: "groups", roleValues: { admin: ["it", "ops"] } });
    expect(() => readEnv({ ...whole, OIDC_ROLE_CLAIM: "groups" })).toThrow(/^OIDC_ADMIN_VALUES holds nothing/);
    expect(() => readEnv({ ...whole, OIDC_VIEWER_VALUES: "shop" })).toThrow(/^OIDC_ROLE_CLAIM holds nothing/);
    expect(() => readEnv({ OIDC_ROLE_CLAIM: "groups", OIDC_ADMIN_VALUES: "it" })).toThrow(/^OIDC_ISSUER holds nothing/);
  });

  test("the mail server and the sender's address go together", () => {
    expect(() => readEnv({ SMTP_URL: "smtp://mail.example.com:587" })).toThrow(/^ALERT_FROM holds nothing, but should hold the sender's address when SMTP_URL is set/);
    expect(() => readEnv({ ALERT_FROM: "alerts@example.com" })).toThrow(/^SMTP_URL holds nothing/);
    expect(readEnv({ SMTP_URL: "smtp://mail.example.com:587", ALERT_FROM: "Countersign <alerts@example.com>" })).toMatchObject({ smtpUrl: "smtp://mail.example.com:587", alertFrom: "Countersign <alerts@example.com>" });
  });

  test("the first admin's address and password go together", () => {
    expect(() => readEnv({ ADMIN_EMAIL: "a@example.com" })).toThrow(/^ADMIN_PASSWORD holds nothing, but should hold at least 12 characters when ADMIN_EMAIL is set/);
    expect(() => readEnv({ ADMIN_PASSWORD: "correct horse battery" })).toThrow(/^ADMIN_EMAIL holds nothing, but should hold an email address when ADMIN_PASSWORD is set/);
    expect(readEnv({ ADMIN_EMAIL: "A@Example.com", ADMIN_PASSWORD: "correct horse battery" }).adminEmail).toBe("a@example.com");
  });
});
