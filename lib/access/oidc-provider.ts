import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import type { OidcSettings } from "#lib/platform/env";

type Claims = Readonly<Record<string, unknown>>;

/** How the sign-in library speaks to the single sign-on: code flow with PKCE, state and nonce. */
export function oidcProvider({ issuer, clientId, clientSecret }: OidcSettings): OAuthConfig<Claims> {
  return {
    id: "oidc",
    name: "Single sign-on",
    type: "oauth",
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    issuer,
    clientId,
    clientSecret,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid email profile" } },
    // The ID token proves who; many providers tell address and groups only here. The library checks that both are about one subject.
    userinfo: {
      request: async ({ client, tokens }) => {
        const idToken: unknown = "claims" in tokens && typeof tokens.claims === "function" ? Reflect.apply(tokens.claims, tokens, []) : null;
        const proved = z.looseObject({ sub: z.string() }).parse(idToken);
        const told: Claims = client.issuer.metadata.userinfo_endpoint === undefined || tokens.access_token === undefined ? {} : await client.userinfo(tokens.access_token);
        if (told["sub"] !== undefined && told["sub"] !== proved.sub) throw new Error("the single sign-on told of another person than it proved");
        return { ...told, ...proved };
      },
    },
    profile: (claims) => ({ id: String(claims["sub"]) }),
  };
}
