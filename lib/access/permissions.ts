export const roles = ["viewer", "operator", "admin"] as const;
export type Role = (typeof roles)[number];

/**
 * The one table of who may do what. `role` is the least role of a person; `scope` is what an API key needs,
 * `null` where no key ever may.
 */
export const permissions = {
  "events.read": { role: "viewer", scope: "events:read" },
  "events.retry": { role: "operator", scope: "events:write" },
  "requests.read": { role: "viewer", scope: "requests:read" },
  "requests.reverify": { role: "operator", scope: "requests:write" },
  "sources.read": { role: "viewer", scope: "sources:read" },
  "sources.readDetails": { role: "operator", scope: "sources:read" },
  "sources.write": { role: "admin", scope: "sources:write" },
  "sources.test": { role: "operator", scope: "sources:write" },
  /** Playing a provider's checkout for a test source. */
  "sandbox.use": { role: "operator", scope: "sandbox:write" },
  "keys.write": { role: "admin", scope: "keys:write" },
  "keys.reveal": { role: "admin", scope: null },
  "endpoints.read": { role: "viewer", scope: "endpoints:read" },
  "endpoints.readDetails": { role: "operator", scope: "endpoints:read" },
  /** Checks of an endpoint and signed test events to it. */
  "endpoints.test": { role: "operator", scope: "endpoints:write" },
  "endpoints.write": { role: "admin", scope: "endpoints:write" },
  "endpoints.reveal": { role: "admin", scope: null },
  "personal.read": { role: "operator", scope: "personal:read" },
  /** Overwriting what is kept of a customer. */
  "personal.erase": { role: "admin", scope: "personal:write" },
  "transactions.read": { role: "viewer", scope: "transactions:read" },
  /** Closing by hand, opening again, acknowledging. */
  "transactions.write": { role: "operator", scope: "transactions:write" },
  /** Folding stored events again changes nothing that they do not say, and is shown first: whoever may close by hand may. */
  "transactions.rebuild": { role: "operator", scope: "transactions:write" },
  "deliveries.read": { role: "viewer", scope: "deliveries:read" },
  /** Where they go, and what was said there. */
  "deliveries.readDetails": { role: "operator", scope: "deliveries:read" },
  /** Sending again, now or not at all. */
  "deliveries.write": { role: "operator", scope: "deliveries:write" },
  "replays.read": { role: "viewer", scope: "deliveries:read" },
  "replays.write": { role: "operator", scope: "replays:write" },
  /** The decisions on payments that were about to be tried. */
  "validations.read": { role: "viewer", scope: "validations:read" },
  "validationRules.read": { role: "operator", scope: "validation-rules:read" },
  /** Drafts and dry runs: nothing that decides. */
  "validationRules.write": { role: "operator", scope: "validation-rules:write" },
  /** What decides from then on, or speaks beside it. */
  "validationRules.activate": { role: "admin", scope: "validation-rules:write" },
  /** What signs questions to the merchant's own URL. */
  "validationRules.reveal": { role: "admin", scope: null },
  "validationLists.read": { role: "operator", scope: "validation-lists:read" },
  /** Lists act at once on the rules that refer to them. */
  "validationLists.write": { role: "operator", scope: "validation-lists:write" },
  "queue.read": { role: "admin", scope: "queue:read" },
  "alerts.read": { role: "viewer", scope: "alerts:read" },
  "alerts.acknowledge": { role: "operator", scope: "alerts:write" },
  "settings.read": { role: "operator", scope: "settings:read" },
  /** Asking ourselves through the public address. */
  "settings.check": { role: "operator", scope: "settings:write" },
  /** What retention would drop. */
  "retention.read": { role: "admin", scope: "settings:read" },
  "settings.write": { role: "admin", scope: "settings:write" },
  "stats.read": { role: "viewer", scope: "stats:read" },
  "stream.read": { role: "viewer", scope: "events:read" },
  "providers.read": { role: "viewer", scope: "sources:read" },
  "audit.read": { role: "admin", scope: "audit:read" },
  "apiKeys.write": { role: "admin", scope: null },
  /** One's own sessions: proving the password again, signing out everywhere. */
  "session.own": { role: "viewer", scope: null },
  /** One's own saved views, and reading those of others that are shared. */
  "views.own": { role: "viewer", scope: null },
  /** Views that everybody sees. */
  "views.share": { role: "operator", scope: null },
  "team.read": { role: "admin", scope: "users:read" },
  /** Inviting, roles, disabling: for people alone, who prove themselves again. */
  "team.write": { role: "admin", scope: null },
} as const satisfies Record<string, { role: Role; scope: string | null }>;

export type Permission = keyof typeof permissions;

/** Every scope that an API key can carry. */
export const scopes: readonly string[] = [...new Set(Object.values(permissions).flatMap(({ scope }) => (scope === null ? [] : [scope])))].sort();

/** The scopes that a person of this role may give away: a key never does more than its maker. */
export function scopesOfRole(role: Role): readonly string[] {
  return scopes.filter((scope) => Object.values(permissions).every((rule) => rule.scope !== scope || roles.indexOf(role) >= roles.indexOf(rule.role)));
}

export function roleAllows(role: Role, permission: Permission): boolean {
  return roles.indexOf(role) >= roles.indexOf(permissions[permission].role);
}

export function scopesAllow(granted: readonly string[], permission: Permission): boolean {
  const { scope } = permissions[permission];
  return scope !== null && granted.includes(scope);
}
