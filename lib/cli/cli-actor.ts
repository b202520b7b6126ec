import { userInfo } from "node:os";
import type { Actor } from "#lib/access/actor";

/** Whoever typed the command, as the audit names them: the account on this machine. */
export function cliActor(): Extract<Actor, { type: "cli" }> {
  return { type: "cli", name: accountName() };
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // Containers often run under a user id that has no name.
    return "unnamed account";
  }
}
