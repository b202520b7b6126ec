import type { Actor } from "#lib/access/actor";
import { currentActor } from "#lib/access/current-actor";
import { may } from "#lib/access/may";
import type { Permission } from "#lib/access/permissions";
import { forbidden, redirect } from "next/navigation";
import { hrefWith } from "./search-params.ts";

export type Person = Extract<Actor, { type: "user" }>;

/** The person who is signed in and may see this page. Nobody goes to the sign-in, and from there back to `path`; whoever may not gets 403. */
export async function signedIn(path: string, permission: Permission): Promise<Person> {
  const actor = await currentActor();
  if (actor === null) redirect(signInHref(path));
  if (!may(actor, permission)) forbidden();
  return actor;
}

/** The sign-in that leads back to `path`. */
export function signInHref(path: string): string {
  return hrefWith("/sign-in", { next: path === "/" ? null : path });
}
