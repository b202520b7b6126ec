import { describe, expect, it } from "vitest";
import type { Actor } from "#lib/access/actor";
import { may } from "#lib/access/may";
import { type Permission, permissions, roles, scopes, scopesOfRole } from "#lib/access/permissions";
import { requirePermission } from "#lib/access/require-permission";
import { requireStepUp, stepUpFreshMs } from "#lib/access/require-step-up";
import { Problem } from "#lib/platform/problem";

const names = Object.keys(permissions).filter((name): name is Permission => Object.hasOwn(permissions, name));
const person = (role: (typeof roles)[number], steppedUpAtMs: number | null = null): Actor => ({ type: "user", id: "u", name: "Anna", role, sessionId: "s", address: null, steppedUpAtMs });
const script = (granted: readonly string[]): Actor => ({ type: "apiKey", id: "k", name: "script", scopes: granted, address: null });

describe("permissions", () => {
  it("give a higher role everything that a lower one has", () => {
    for (const name of names) {
      const allowed = roles.map((role) => may(person(role), name));
      const least = allowed.indexOf(true);
      expect(least, name).toBeGreaterThanOrEqual(0);
      expect(allowed.slice(least), name).not.toContain(false);
    }
  });

  it("give an API key what its scopes say, and what has no scope to none", () => {
    for (const name of names) {
      expect(may(script([]), name), name).toBe(false);
      expect(may(script(scopes), name), name).toBe(permissions[name].scope !== null);
    }
    expect(may(script(scopes), "keys.reveal")).toBe(false);
    expect(may(script(["events:read"]), "sources.write")).toBe(false);
  });

  it("give nothing to whoever has not signed in", () => {
    for (const name of names) {
      expect(may({ type: "setup", name: "", address: null }, name)).toBe(false);
      expect(may({ type: "visitor", name: "", address: null }, name)).toBe(false);
    }
  });

  it("let a person give away no scope that reaches further than the role", () => {
    for (const role of roles) {
      for (const scope of scopesOfRole(role)) {
        for (const name of names.filter((candidate) => permissions[candidate].scope === scope)) expect(may(person(role), name), `${role} ${scope} ${name}`).toBe(true);
      }
    }
    expect(scopesOfRole("admin")).toEqual(scopes);
    expect(scopesOfRole("viewer")).not.toContain("sources:write");
  });

  it("are refused with what is missing", () => {
    expect(() => requirePermission(person("viewer"), "sources.write")).toThrow(/role admin.*role is viewer/);
    expect(() => requirePermission(script([]), "sources.write")).toThrow(/sources:write/);
    expect(() => requirePermission(script(scopes), "keys.reveal")).toThrow(/No API key/);
  });
});

describe("a step-up", () => {
  const now = 1_000_000_000_000;
  it("counts for ten minutes", () => {
    expect(() => requireStepUp(person("admin", now - stepUpFreshMs), now)).not.toThrow();
    expect(() => requireStepUp(person("admin", now - stepUpFreshMs - 1), now)).toThrow(Problem);
    expect(() => requireStepUp(person("admin", null), now)).toThrow(/password/);
  });
  it("is nothing that an API key can have", () => {
    expect(() => requireStepUp(script(scopes), now)).toThrow(/No API key/);
  });
});
