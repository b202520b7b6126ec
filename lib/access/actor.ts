import type { Permission, Role } from "./permissions.ts";

/** Who acts, as the audit names it. Minted by the session gate, the API-key gate, the CLI and the worker alone. */
export type Actor =
  | { readonly type: "user"; readonly id: string; readonly name: string; readonly role: Role; readonly sessionId: string; readonly address: string | null; /** When this session last proved the password, in ms; `null`: never since sign-in. */ readonly steppedUpAtMs: number | null }
  | { readonly type: "apiKey"; readonly id: string; readonly name: string; /** What the key may do now: its own scopes, cut down to those of its maker. */ readonly scopes: readonly string[]; readonly address: string | null }
  | { readonly type: "cli"; readonly name: string }
  | { readonly type: "worker"; readonly name: string }
  /** Whoever opened the one-time link of the first start. */
  | { readonly type: "setup"; readonly name: string; readonly address: string | null }
  /** Somebody who tried to sign in and did not. */
  | { readonly type: "visitor"; readonly name: string; readonly address: string | null };

/** A person in a browser. Ids are bare UUIDs. */
export type UserActor = Extract<Actor, { type: "user" }>;
/** A script. */
export type ApiKeyActor = Extract<Actor, { type: "apiKey" }>;

export type { Permission, Role };
