import { describe, expect, it } from "vitest";
import { openOidc } from "#lib/access/oidc";
import { admitSignInCall, errorsToSignIn } from "#lib/rest/admit-sign-in-call";

const form = { "content-type": "application/x-www-form-urlencoded" };
const admit = (method: string, path: string, init: RequestInit = {}) => admitSignInCall(new Request(`http://127.0.0.1/api/auth/${path}`, { method, ...init }), path.split("/"));

describe("the sign-in library is asked", () => {
  it("for what the dashboard needs", async () => {
    expect(await admit("GET", "csrf")).toBeNull();
    expect(await admit("GET", "session")).toBeNull();
    expect(await admit("POST", "callback/credentials", { headers: form, body: "email=a" })).toEqual(new TextEncoder().encode("email=a"));
    expect(await admit("POST", "signout", { headers: form, body: "" })).toHaveLength(0);
  });

  it.each(["error", "signin", "signin/credentials", "_log", "providers", "callback/other", "a/b/c", "__proto__", "toString"])("not for %s", async (path) => {
    await expect(admit("GET", path)).rejects.toMatchObject({ status: 404 });
    await expect(admit("POST", path, { headers: form, body: "" })).rejects.toMatchObject({ status: 404 });
  });

  it("for the single sign-on only where there is one", async () => {
    await expect(admit("POST", "signin/oidc", { headers: form, body: "" })).rejects.toMatchObject({ status: 404 });
    await expect(admit("GET", "callback/oidc")).rejects.toMatchObject({ status: 404 });
    openOidc({ issuer: "https://login.example.com", clientId: "c", clientSecret: "s", roleClaim: null, roleValues: { admin: [], operator: [], viewer: [] } });
    expect(await admit("POST", "signin/oidc", { headers: form, body: "a=b" })).toHaveLength(3);
    expect(await admit("GET", "callback/oidc")).toBeNull();
    await expect(admit("GET", "signin/oidc")).rejects.toMatchObject({ status: 404 });
    openOidc(null);
  });

  it("and its errors stand on the sign-in page", () => {
    const to = (location: string) => errorsToSignIn(new Response(null, { status: 302, headers: { location, "set-cookie": "a=b" } }), "https://pay.example.com");
    expect(Object.fromEntries(to("https://pay.example.com/api/auth/error?error=OAuthCallback").headers)).toEqual({ location: "https://pay.example.com/sign-in?error=oidc_failed", "set-cookie": "a=b" });
    expect(to("https://pay.example.com/events").headers.get("location")).toBe("https://pay.example.com/events");
  });

  it("not by another method, type or size", async () => {
    await expect(admit("GET", "callback/credentials")).rejects.toMatchObject({ status: 404 });
    await expect(admit("POST", "session", { headers: form, body: "" })).rejects.toMatchObject({ status: 404 });
    await expect(admit("POST", "callback/credentials", { headers: { "content-type": "application/json" }, body: '{"a":' })).rejects.toMatchObject({ status: 415 });
    await expect(admit("POST", "callback/credentials", { headers: form, body: "a".repeat(16 * 1024 + 1) })).rejects.toMatchObject({ status: 413 });
  });
});
