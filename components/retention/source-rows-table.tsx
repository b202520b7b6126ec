import type { RetentionPreview } from "#lib/retention/retention-shape";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { formatCount } from "../ui/money-format.ts";
import { waitingWords } from "./retention-preview-table.tsx";

interface Row {
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly month: string;
  readonly rows: number;
  readonly when: string;
}

const columns: readonly Column<Row>[] = [
  { key: "name", header: "Source", track: "minmax(9rem,2fr)", onPhone: "title", cell: ({ name }) => <span className="font-medium">{name}</span> },
  { key: "kind", header: "What", track: "max-content", cell: ({ kind }) => kind },
  { key: "month", header: "Month", track: "max-content", cell: ({ month }) => <span className="mono">{month}</span> },
  { key: "rows", header: "Rows", track: "max-content", align: "end", cell: ({ rows }) => <span className="tabular">{formatCount(rows)}</span> },
  { key: "when", header: "When", track: "minmax(9rem,1fr)", cell: ({ when }) => when },
];

/** What would go of single sources, in months that others still keep. */
export function SourceRowsTable({ sources }: { readonly sources: RetentionPreview["sources"] }) {
  const rows = sources.flatMap(({ sourceId, name, kind, months }) =>
    months.map(({ month, rows: ofMonth, waitingEvents, waitingDeliveries }) => ({
      key: `${sourceId}-${kind}-${month}`, name, kind, month, rows: ofMonth,
      when: waitingEvents + waitingDeliveries === 0 ? "Within ten minutes, in pieces" : waitingWords(waitingEvents, waitingDeliveries),
    })),
  );
  return <DataTable label="Rows of single sources that would go" rows={rows} rowKey={({ key }) => key} columns={columns} />;
}
