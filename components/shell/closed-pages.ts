import { type Permission, permissions, type Role } from "#lib/access/permissions";

export interface ClosedPage {
  /** As in the address; `*` stands for one part. */
  readonly path: string;
  readonly permission: Permission;
  /** What one comes here for: "see the team". */
  readonly what: string;
}

/** The pages that are not for every role. A test compares them with what the pages themselves ask for. */
export const closedPages: readonly ClosedPage[] = [
  { path: "/api-keys", permission: "apiKeys.write", what: "see and make API keys" },
  { path: "/audit", permission: "audit.read", what: "read the audit" },
  { path: "/audit/*", permission: "audit.read", what: "read the audit" },
  { path: "/endpoints/*/edit", permission: "endpoints.write", what: "change endpoints" },
  { path: "/endpoints/*/rotate", permission: "endpoints.write", what: "rotate the secret of an endpoint" },
  { path: "/endpoints/new", permission: "endpoints.write", what: "create endpoints" },
  { path: "/queue", permission: "queue.read", what: "see the queue" },
  { path: "/requests/reverify", permission: "requests.reverify", what: "verify requests again" },
  { path: "/sandbox", permission: "sandbox.use", what: "use the sandbox" },
  { path: "/sandbox/sessions/*", permission: "sandbox.use", what: "use the sandbox" },
  { path: "/sandbox/sessions/*/pay", permission: "sandbox.use", what: "use the sandbox" },
  { path: "/settings", permission: "settings.read", what: "see the settings" },
  { path: "/settings/retention", permission: "retention.read", what: "see what retention would drop" },
  { path: "/sources/*/connect", permission: "sources.readDetails", what: "see the URL of a source" },
  { path: "/sources/*/rotate", permission: "keys.write", what: "rotate the key of a source" },
  { path: "/sources/*/rotate-url", permission: "sources.write", what: "change the URL of a source" },
  { path: "/sources/new", permission: "sources.write", what: "create sources" },
  { path: "/team", permission: "team.read", what: "see the team" },
  { path: "/validations/lists", permission: "validationLists.read", what: "see the lists of validations" },
  { path: "/validations/lists/*", permission: "validationLists.read", what: "see the lists of validations" },
  { path: "/validations/rules", permission: "validationRules.read", what: "see the rules of validations" },
  { path: "/validations/rules/*", permission: "validationRules.read", what: "see the rules of validations" },
];

/** What is refused at this address and the least role that it is for; `null` where nothing is known of it. */
export function closedPageAt(pathname: string): { readonly what: string; readonly permission: Permission; readonly least: Role } | null {
  const parts = pathname.split("/");
  const page = closedPages.find(({ path }) => {
    const wanted = path.split("/");
    return wanted.length === parts.length && wanted.every((part, at) => part === "*" || part === parts[at]);
  });
  return page === undefined ? null : { what: page.what, permission: page.permission, least: permissions[page.permission].role };
}
