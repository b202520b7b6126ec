import type { Source } from "#lib/sources/source-shape";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { formatCount } from "../ui/money-format.ts";
import { TimeText } from "../ui/time-text.tsx";

type FormerUrl = Source["previousTokens"][number];

const columns: readonly Column<FormerUrl>[] = [
  { key: "token", header: "Former URL", track: "minmax(8rem,1fr)", onPhone: "title", cell: ({ token }) => <span className="mono">…{token.slice(-6)}</span> },
  { key: "last", header: "Last message", track: "max-content", align: "end", cell: ({ lastUsedAt }) => (lastUsedAt === null ? <span className="text-soft">None since</span> : <TimeText at={lastUsedAt} />) },
  { key: "count", header: "Messages since", track: "max-content", align: "end", cell: ({ useCount }) => formatCount(useCount) },
  { key: "ends", header: "Works until", track: "max-content", align: "end", cell: ({ expiresAt }) => <TimeText at={expiresAt} /> },
];

/** The URLs that a source had before and that still work, with what still comes to each. */
export function FormerUrlTable({ urls }: { readonly urls: readonly FormerUrl[] }) {
  return <DataTable label="Former URLs" rows={urls} rowKey={({ token }) => token} columns={columns} />;
}
