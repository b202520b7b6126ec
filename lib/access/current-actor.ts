import { cookies, headers } from "next/headers";
import { cache } from "react";
import type { UserActor } from "./actor.ts";
import { remoteAddress } from "./remote-address.ts";
import { sessionActor } from "./session-actor.ts";
import { sessionCookieName } from "./session-cookie.ts";

/** Who is signed in, for server components; `null`: nobody. Looked up once per request, and at every request. */
export const currentActor: () => Promise<UserActor | null> = cache(async () => {
  const [jar, requestHeaders] = await Promise.all([cookies(), headers()]);
  return sessionActor(jar.get(sessionCookieName())?.value, remoteAddress(requestHeaders));
});
