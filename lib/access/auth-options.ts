import type { AuthOptions } from "next-auth";
import { z } from "zod";
import { installation } from "#lib/platform/installation";
import { isUnavailable } from "#lib/platform/database/is-unavailable";
import { log } from "#lib/platform/log";
import { Problem } from "#lib/platform/problem";
import { readDeviceCookie } from "./device-cookie.ts";
import { oidcSettings } from "./oidc.ts";
import { oidcProvider } from "./oidc-provider.ts";
import { remoteAddress } from "./remote-address.ts";
import { safeReturnPath } from "./safe-return-path.ts";
import { usesSecureCookies } from "./session-cookie.ts";
import { longestSessionMs } from "./session-lifetime.ts";
import { signIn, type SignInFacts, type SignInOutcome } from "./sign-in.ts";
import { signInWithOidc } from "./sign-in-with-oidc.ts";
import { signOut } from "./sign-out.ts";
import { tooManyAttempts } from "./throttled.ts";

const sessionToken = z.object({ sid: z.uuid() });
const openedSession = z.object({ sessionId: z.uuid() });

/** next-auth seals the session's id into a cookie and opens it again; who that is now, our table says at every request. `remember` is told what marks the browser of a password that was proved. */
export function authOptions(facts: SignInFacts = nowhere, remember: (device: string) => void = () => undefined): AuthOptions {
  const oidc = oidcSettings();
  return {
    secret: installation().sessionSecret,
    useSecureCookies: usesSecureCookies(),
    session: { strategy: "jwt", maxAge: longestSessionMs / 1000 },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [
      {
        id: "credentials",
        name: "Email and password",
        type: "credentials",
        credentials: {},
        authorize: async (credentials, request) => authorize(credentials, headersOf(request.headers), remember),
      },
      ...(oidc === null ? [] : [oidcProvider(oidc)]),
    ],
    callbacks: {
      // Of an address named to us only the path is followed, and only on this site.
      redirect: ({ url, baseUrl }) => Promise.resolve(`${baseUrl}${safeReturnPath(pathOn(baseUrl, url))}`),
      signIn: async ({ user, account, profile }) => {
        if (account?.provider !== "oidc") return true;
        const outcome = await signInWithOidc(profile, facts);
        if (outcome.kind === "refused") return `${installation().signInUrl}/sign-in?error=${outcome.reason}`;
        Object.assign(user, { sessionId: outcome.sessionId });
        return true;
      },
      jwt: ({ token, user }) => {
        const opened = openedSession.safeParse(user);
        return opened.success ? { sid: opened.data.sessionId } : token;
      },
      // This answers /api/auth/session, which needs to tell nobody anything.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        const ended = sessionToken.safeParse(token);
        if (ended.success) await signOut(ended.data.sid);
      },
    },
    logger: {
      error: (code, metadata) => {
        // Anybody can send a cookie that we did not seal: that is no fault.
        const level = code === "JWT_SESSION_ERROR" ? "debug" : code.startsWith("OAUTH_CALLBACK") ? "warn" : "error";
        log()[level]({ code, reason: reasonOf(metadata) }, "the sign-in library failed");
      },
      warn: (code) => log().warn({ code }, "the sign-in library warns"),
      debug: (code) => log().debug({ code }, "the sign-in library says"),
    },
  };
}

const nowhere: SignInFacts = { address: null, userAgent: null };

/** The path behind an address of this site; any other address stays as it is, and is refused. */
function pathOn(baseUrl: string, url: string): string {
  return url === baseUrl || url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) || "/" : url;
}

/** The library shows an error's message at the sign-in page: whole sentences, without a reason of ours inside. */
async function authorize(credentials: unknown, headers: Headers, remember: (device: string) => void): Promise<{ id: string; name: string; sessionId: string } | null> {
  let outcome: SignInOutcome;
  try {
    outcome = await signIn(credentials, { address: remoteAddress(headers), userAgent: headers.get("user-agent"), device: readDeviceCookie(headers.get("cookie")) });
  } catch (error) {
    const away = isUnavailable(error) || (error instanceof Problem && error.kind === "unavailable");
    log().error({ err: error }, "a sign-in failed");
    throw new Error(away ? "The database cannot be reached at the moment. Try again in a few seconds." : "Signing in failed on our side. The log of Countersign says why.");
  }
  if (outcome.kind === "too_many") throw new Error(tooManyAttempts(outcome.retryAt).detail);
  // The form knows this one word and asks for the code.
  if (outcome.kind === "password_off") throw new Error("Signing in by password is switched off here: use single sign-on.");
  if (outcome.kind === "code_required") throw new Error("code_required");
  if (outcome.kind === "code_refused") throw new Error("This code is not right, or was used already: wait for the app's next one, or use another recovery code.");
  if (outcome.kind === "refused") return null;
  if (outcome.device !== null) remember(outcome.device);
  return { id: outcome.userId, name: outcome.name, sessionId: outcome.sessionId };
}

function headersOf(entries: Readonly<Record<string, unknown>> | undefined): Headers {
  return new Headers(Object.entries(entries ?? {}).flatMap(([name, value]): [string, string][] => (typeof value === "string" ? [[name, value]] : [])));
}

function reasonOf(metadata: unknown): string {
  if (metadata instanceof Error) return metadata.message;
  const inner: unknown = typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, "error") : null;
  return inner instanceof Error ? inner.message : "unknown";
}
