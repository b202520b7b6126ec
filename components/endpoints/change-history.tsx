import type { EndpointChange } from "#lib/endpoints/endpoint-shape";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { changedWords } from "./endpoint-words.ts";
import { GoBackButton } from "./go-back-button.tsx";

/** What an endpoint was before each change, one click back. */
export function ChangeHistory({ endpointId, changes, canChange }: { readonly endpointId: string; readonly changes: readonly EndpointChange[]; readonly canChange: boolean }) {
  if (changes.length === 0) return <p className="text-soft">It was never changed. What it is before a change is kept here, one click back.</p>;
  const columns: readonly Column<EndpointChange>[] = [
    { key: "changed", header: "Changed", track: "minmax(8rem,1fr)", onPhone: "title", cell: ({ changed }) => <span className="font-medium">{changedWords(changed)}</span> },
    { key: "former", header: "URL before", track: "minmax(10rem,2fr)", onPhone: "title", cell: ({ former }) => <span className="mono text-soft" title={former.url}>{former.url}</span> },
    { key: "by", header: "By", track: "minmax(6rem,max-content)", cell: ({ changedBy }) => changedBy },
    { key: "at", header: "When", track: "max-content", align: "end", cell: ({ at }) => <TimeText at={at} /> },
    ...(canChange ? [{ key: "back", header: "", track: "max-content", align: "end", onPhone: "title", opens: true, cell: (change: EndpointChange) => <GoBackButton endpointId={endpointId} change={change} /> } as const] : []),
  ];
  return <DataTable label="History of changes" rows={changes} rowKey={({ id }) => id} columns={columns} />;
}
