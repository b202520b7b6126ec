import type { ApiKey } from "#lib/access/api-key-shape";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { RevokeApiKey } from "./revoke-api-key.tsx";
import { scopesWords } from "./scope-words.ts";

const columns: readonly Column<ApiKey>[] = [
  { key: "name", header: "Key", track: "minmax(10rem,1fr)", onPhone: "title", cell: (key) => <NameCell apiKey={key} /> },
  { key: "status", header: "State", track: "max-content", onPhone: "bare", cell: ({ status }) => <StateBadge state={status} /> },
  { key: "may", header: "It may", track: "minmax(12rem,2fr)", onPhone: "title", cell: (key) => <ScopesCell apiKey={key} /> },
  { key: "used", header: "Last used", track: "max-content", align: "end", cell: ({ lastUsedAt }) => (lastUsedAt === null ? <span className="text-soft">Never</span> : <TimeText at={lastUsedAt} />) },
  { key: "ends", header: "Ends", track: "max-content", align: "end", cell: (key) => <EndCell apiKey={key} /> },
  { key: "maker", header: "Made by", track: "minmax(0,max-content)", cell: ({ createdBy }) => (createdBy === null ? <span className="text-soft">Command line</span> : <span className="truncate">{createdBy.name}</span>) },
  { key: "act", header: "", track: "max-content", onPhone: "bare", cell: (key) => (key.revokedAt === null ? <RevokeApiKey apiKey={key} /> : null) },
];

/** The keys of scripts, newest first. */
export function ApiKeyTable({ keys }: { readonly keys: readonly ApiKey[] }) {
  return <DataTable label="API keys" rows={keys} rowKey={({ id }) => id} columns={columns} />;
}

function NameCell({ apiKey: { name, prefix } }: { readonly apiKey: ApiKey }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <span className="truncate font-medium" title={name}>
        {name}
      </span>
      <code className="mono shrink-0 text-soft">{prefix}…</code>
    </span>
  );
}

/** What it may now, and that its maker's role holds something back. */
function ScopesCell({ apiKey: { status, scopes, effectiveScopes } }: { readonly apiKey: ApiKey }) {
  const lives = status === "active";
  const held = lives ? scopes.filter((scope) => !effectiveScopes.includes(scope)) : [];
  return (
    <span className="flex min-w-0 flex-col text-sm" title={scopes.join("\n")}>
      <span className={lives ? "md:truncate" : "text-soft md:truncate"}>{scopesWords(lives ? effectiveScopes : scopes)}</span>
      {held.length === 0 ? null : <span className="text-warn md:truncate">Its maker may no longer give: {held.join(", ")}</span>}
    </span>
  );
}

function EndCell({ apiKey: { revokedAt, expiresAt } }: { readonly apiKey: ApiKey }) {
  if (revokedAt !== null) return <TimeText at={revokedAt} />;
  return expiresAt === null ? <span className="text-soft">No end</span> : <TimeText at={expiresAt} />;
}
