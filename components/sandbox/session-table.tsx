import type { SandboxSessionRow } from "#lib/sandbox/session-shape";
import { providerById } from "#lib/providers/registry";
import { type Column, DataTable, RowLink } from "../ui/data-table.tsx";
import { Money } from "../ui/money.tsx";
import { Badge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { stateWords } from "./sandbox-words.ts";

const columns: readonly Column<SandboxSessionRow>[] = [
  { key: "amount", header: "Amount", track: "max-content", onPhone: "title", cell: ({ id, amount }) => <RowLink href={`/sandbox/sessions/${id}`}><Money {...amount} /></RowLink> },
  { key: "state", header: "State", track: "max-content", onPhone: "bare", cell: ({ state }) => <Badge tone={stateWords[state].tone}>{stateWords[state].word}</Badge> },
  { key: "provider", header: "Provider", track: "minmax(7rem,1fr)", cell: ({ provider }) => providerById(provider).name },
  { key: "source", header: "Source", track: "minmax(8rem,1.4fr)", cell: ({ sourceName }) => <span className="truncate">{sourceName ?? "Deleted source"}</span> },
  { key: "by", header: "By", track: "minmax(6rem,1fr)", onPhone: "hidden", cell: ({ createdBy }) => <span className="truncate">{createdBy}</span> },
  { key: "created", header: "Created", track: "max-content", align: "end", cell: ({ createdAt }) => <TimeText at={createdAt} /> },
];

/** The checkouts that were opened, newest first. */
export function SessionTable({ sessions }: { readonly sessions: readonly SandboxSessionRow[] }) {
  return <DataTable label="Sessions" rows={sessions} rowKey={({ id }) => id} columns={columns} />;
}
