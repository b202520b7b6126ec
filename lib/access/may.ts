import type { Actor } from "./actor.ts";
import { type Permission, roleAllows, scopesAllow } from "./permissions.ts";

/** Whether this actor may do that; people by role, API keys by scope, our own processes always. */
export function may(actor: Actor, permission: Permission): boolean {
  switch (actor.type) {
    case "user":
      return roleAllows(actor.role, permission);
    case "apiKey":
      return scopesAllow(actor.scopes, permission);
    case "cli":
    case "worker":
      return true;
    case "setup":
    case "visitor":
      return false;
  }
}
