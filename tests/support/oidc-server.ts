import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

export interface OidcServer {
  readonly issuer: string;
  /** What the server says of a person, by the name that never changes there. */
  readonly people: Map<string, Readonly<Record<string, unknown>>>;
  /** Goes through the server's pages as this person; returns where it leads back to. */
  readonly signInAs: (subject: string, authorizationUrl: string) => Promise<URL>;
  readonly close: () => Promise<void>;
}

export const oidcClient = { clientId: "countersign", clientSecret: "a-client-secret-of-the-tests" };

/** A real OpenID Connect server on loopback, where everybody who is asked for signs in. */
export async function oidcServer(redirectUri: string): Promise<OidcServer> {
  const people: OidcServer["people"] = new Map();
  let signsIn = "";
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: oidcClient.clientId, client_secret: oidcClient.clientSecret, redirect_uris: [redirectUri], grant_types: ["authorization_code"], response_types: ["code"] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
    findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId, ...people.get(accountId) }) }),
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    cookies: { keys: ["a key of the tests"] },
    loadExistingGrant: async ({ oidc }) => {
      const grant = new provider.Grant({ clientId: oidcClient.clientId, ...(oidc.session?.accountId === undefined ? {} : { accountId: oidc.session.accountId }) });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  http.on("request", (request, response) => {
    if (request.url?.startsWith("/interaction/") !== true) return void answer(request, response);
    provider.interactionFinished(request, response, { login: { accountId: signsIn } }).catch(() => response.destroy());
  });
  return {
    issuer,
    people,
    signInAs: async (subject, authorizationUrl) => {
      signsIn = subject;
      const cookies = new Map<string, string>();
      for (let url = new URL(authorizationUrl); ; ) {
        if (url.href.startsWith(redirectUri)) return url;
        const response = await fetch(url, { redirect: "manual", headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") } });
        for (const line of response.headers.getSetCookie()) cookies.set(line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1).split(";")[0] ?? "");
        const location = response.headers.get("location");
        if (location === null) throw new Error(`the single sign-on stopped at ${url.pathname}: ${String(response.status)} ${await response.text()}`);
        url = new URL(location, url);
      }
    },
    close: () => {
      http.closeAllConnections();
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };
}
