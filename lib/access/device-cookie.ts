import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { derivedKey } from "./derived-key.ts";
import { cookieFromHeader, usesSecureCookies } from "./session-cookie.ts";

/** How long a browser stays known. */
const livesForMs = 180 * 86_400_000;
const form = /^(\d{10,12})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

/**
 * Marks a browser in which somebody proved the password of this address (OWASP: device cookies). It opens nothing: its
 * failures are counted apart from those of strangers, so that whoever guesses from everywhere keeps nobody out of a
 * browser that they use. It names nobody, and is worth nothing for another address.
 */
export function newDeviceCookie(email: string, nowMs: number): string {
  const start = `${String(Math.floor(nowMs / 1000))}.${randomBytes(16).toString("base64url")}`;
  return `${start}.${macOf(start, email)}`;
}

/** Under what this browser's failures for this address are counted; `null`: it is a stranger to it. */
export function knownDevice(cookie: string | null, email: string, nowMs: number): string | null {
  const [, seconds, device, mac] = form.exec(cookie ?? "") ?? [];
  if (seconds === undefined || device === undefined || mac === undefined) return null;
  const ageMs = nowMs - Number(seconds) * 1000;
  // A second of the future is the rounding of another process's clock, or a small step of it back.
  if (ageMs < -60_000 || ageMs > livesForMs) return null;
  return timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(`${seconds}.${device}`, email))) ? device : null;
}

/** What came with the request; `null` for none. */
export function readDeviceCookie(cookieHeader: string | null): string | null {
  return cookieFromHeader(cookieHeader, cookieName()) ?? null;
}

/** The header that keeps it: for the calls of the sign-in alone, out of reach of scripts and of other sites. */
export function setDeviceCookie(value: string): string {
  return `${cookieName()}=${value}; Path=/api/auth; Max-Age=${String(livesForMs / 1000)}; HttpOnly; SameSite=Strict${usesSecureCookies() ? "; Secure" : ""}`;
}

function cookieName(): string {
  return usesSecureCookies() ? "__Secure-countersign-device" : "countersign-device";
}

function macOf(start: string, email: string): string {
  return createHmac("sha256", derivedKey("device-cookie")).update(`${start}.${email}`, "utf8").digest("base64url");
}
