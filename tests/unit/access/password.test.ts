import { describe, expect, it } from "vitest";
import { newPersonInput } from "#lib/access/new-person";
import { hashPassword, verifyPassword } from "#lib/access/password";

const person = (password: string, email = "anna@example.com") => newPersonInput.safeParse({ email, name: "Anna", password });

describe("a password", () => {
  it("is hashed with argon2id at 19 MiB, 2 passes, 1 lane, and never twice alike", async () => {
    const [first, second] = await Promise.all([hashPassword("correct horse battery"), hashPassword("correct horse battery")]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
    expect(await verifyPassword(first, "correct horse battery")).toBe(true);
    expect(await verifyPassword(first, "correct horse batterz")).toBe(false);
  });

  it("is the same however the keyboard composes it", async () => {
    expect(await verifyPassword(await hashPassword("caf\u00e9 au lait bleu"), "cafe\u0301 au lait bleu")).toBe(true);
  });

  it("never matches where there is no account, however it was guessed", async () => {
    expect(await verifyPassword(null, "")).toBe(false);
    expect(await verifyPassword(null, "correct horse battery")).toBe(false);
  });

  it("has 12 to 256 characters and is not the email, without other rules", () => {
    expect(person("aaaaaaaaaaaa").success).toBe(true);
    expect(person("a".repeat(256)).success).toBe(true);
    expect(person("a".repeat(11)).error?.issues[0]?.path).toEqual(["password"]);
    expect(person("a".repeat(257)).error?.issues[0]?.path).toEqual(["password"]);
    expect(person(" Anna@Example.com").error?.issues[0]?.path).toEqual(["password"]);
  });
});

describe("an email address", () => {
  it("is one whatever its case and white space", () => {
    expect(person("correct horse battery", "  Anna@Example.COM ").data?.email).toBe("anna@example.com");
  });
  it("must be one", () => {
    expect(person("correct horse battery", "anna").error?.issues[0]?.message).toMatch(/email address/);
  });
});
