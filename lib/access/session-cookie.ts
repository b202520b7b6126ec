import { decode } from "next-auth/jwt";
import { z } from "zod";
import { installation } from "#lib/platform/installation";

const sessionToken = z.object({ sid: z.uuid() });

/** Whether cookies need https; next-auth names them after that. */
export function usesSecureCookies(): boolean {
  return installation().signInUrl.startsWith("https:");
}

export function sessionCookieName(): string {
  return usesSecureCookies() ? "__Secure-next-auth.session-token" : "next-auth.session-token";
}

/** The session's id in next-auth's sealed cookie; `null` for none, a forged or an expired one. */
export async function readSessionCookie(value: string | undefined): Promise<string | null> {
  if (value === undefined || value === "") return null;
  try {
    const token = await decode({ token: value, secret: installation().sessionSecret });
    const parsed = sessionToken.safeParse(token);
    return parsed.success ? parsed.data.sid : null;
  } catch (error) {
    // The library throws for whatever was not sealed under our secret: that is an answer, not a fault.
    if (error instanceof Error) return null;
    throw error;
  }
}

/** One cookie out of a `Cookie` header. */
export function cookieFromHeader(header: string | null, name: string): string | undefined {
  for (const part of (header ?? "").split(";")) {
    const equals = part.indexOf("=");
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return undefined;
}
