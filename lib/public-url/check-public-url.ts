import type { Actor } from "#lib/access/actor";
import { writeAudited } from "#lib/access/command";
import { parseInput } from "#lib/access/parse-input";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { installation } from "#lib/platform/installation";
import { outbound } from "#lib/platform/outbound/outbound";
import { Problem } from "#lib/platform/problem";
import { changesIfSaved } from "./changes-if-saved.ts";
import { type PublicUrlCheck, publicUrlCheckInput } from "./public-url-shape.ts";
import { roundTrip } from "./round-trip.ts";

/**
 * Sees whether an address leads here. The one that counts may be anywhere; another one, before it is saved, is called for
 * a signed-in admin alone and at public addresses alone, so that no script looks around in our network with it.
 */
export async function checkPublicUrl(actor: Actor, input: unknown): Promise<PublicUrlCheck> {
  requirePermission(actor, "settings.check");
  const { url: given } = parseInput(publicUrlCheckInput, input, "Some fields of the body are not as they should be.");
  const { publicUrl, defaultPublicUrl, hashKey } = installation();
  const url = given === undefined ? publicUrl : (given ?? defaultPublicUrl);
  const isOwn = url === publicUrl || url === defaultPublicUrl;
  if (!isOwn) requireAdminHere(actor);
  const found = await roundTrip(url, { pool: database().pool, hashKey, outbound: outbound(), isOwn });
  const output = { url, ...found, ifSaved: [...changesIfSaved(url)] };
  return writeAudited(actor, () =>
    Promise.resolve({ output, audit: { action: "settings.check_public_url", subjectType: "settings", subjectId: null, details: { url, outcome: found.outcome } } }),
  );
}

function requireAdminHere(actor: Actor): void {
  requirePermission(actor, "settings.write");
  if (actor.type === "apiKey") throw new Problem("forbidden", "An API key checks the address that counts: leave url out. Another one is tried by an admin in the dashboard.");
}
