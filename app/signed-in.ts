import type { Actor } from "#lib/access/actor";
import { currentActor } from "#lib/access/current-actor";
import { redirect } from "next/navigation";
import { hrefWith } from "./search-params.ts";

export type Person = Extract<Actor, { type: "user" }>;

/** The person who is signed in; otherwise goes to the sign-in, and from there back to `path`. */
export async function signedIn(path: string): Promise<Person> {
  const actor = await currentActor();
  if (actor === null) redirect(signInHref(path));
  return actor;
}

/** The sign-in that leads back to `path`. */
export function signInHref(path: string): string {
  return hrefWith("/sign-in", { next: path === "/" ? null : path });
}
