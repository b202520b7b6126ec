import type { Endpoint, EndpointSecret } from "#lib/endpoints/endpoint-shape";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";

const columns: readonly Column<EndpointSecret>[] = [
  { key: "fingerprint", header: "Fingerprint", track: "minmax(7rem,1fr)", onPhone: "title", cell: ({ fingerprint }) => <span className="mono">{fingerprint}</span> },
  { key: "status", header: "State", track: "max-content", onPhone: "bare", cell: ({ status }) => <StateBadge state={status} /> },
  { key: "made", header: "Made", track: "max-content", align: "end", cell: ({ createdAt }) => <TimeText at={createdAt} /> },
  { key: "ends", header: "Signs until", track: "max-content", align: "end", cell: ({ expiresAt }) => (expiresAt === null ? <span className="text-soft">No end</span> : <TimeText at={expiresAt} as="exact" />) },
];

/** What deliveries are signed with; the newest first. */
export function SecretTable({ secrets }: { readonly secrets: Endpoint["secrets"] }) {
  return <DataTable label="Secrets" rows={secrets.toReversed()} rowKey={({ id }) => id} columns={columns} />;
}
