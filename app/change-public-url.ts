import { may } from "#lib/access/may";
import { installation } from "#lib/platform/installation";
import type { Person } from "./signed-in.ts";

/** Where this person could change the public address. */
export function changePublicUrl(actor: Person): "here" | "environment" | "role" {
  if (installation().isPublicUrlFixed) return "environment";
  return may(actor, "settings.write") ? "here" : "role";
}
