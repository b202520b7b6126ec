import type { Endpoint, EndpointSecret } from "#lib/endpoints/endpoint-shape";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { signatureHeaders } from "./secret-rotation.ts";

/** The secrets that sign now, and where the signature of each stands. */
export function SigningSecretTable({ endpoint, secrets }: { readonly endpoint: Pick<Endpoint, "format">; readonly secrets: readonly EndpointSecret[] }) {
  const columns: readonly Column<EndpointSecret>[] = [
    { key: "fingerprint", header: "Secret", track: "minmax(7rem,1fr)", onPhone: "title", cell: ({ fingerprint }) => <span className="mono">{fingerprint}</span> },
    { key: "status", header: "Status", track: "max-content", onPhone: "bare", cell: ({ status }) => <StateBadge state={status} /> },
    { key: "headers", header: "Signature in", track: "minmax(12rem,2fr)", cell: (secret) => <span className="mono text-xs">{signatureHeaders(endpoint, secrets.indexOf(secret), secrets.length).join(", ")}</span> },
    { key: "made", header: "Made", track: "max-content", align: "end", cell: ({ createdAt }) => <TimeText at={createdAt} /> },
    { key: "ends", header: "Signs until", track: "max-content", align: "end", cell: ({ expiresAt }) => (expiresAt === null ? <span className="text-soft">No end</span> : <TimeText at={expiresAt} />) },
  ];
  return <DataTable label="Secrets that sign" rows={secrets} rowKey={({ id }) => id} columns={columns} />;
}
