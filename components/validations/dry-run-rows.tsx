import type { DryRunRow } from "#lib/validations/dry-run-shape";
import { type Column, DataTable, RowLink } from "../ui/data-table.tsx";
import { Money } from "../ui/money.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { DecisionBadge } from "./decision-badge.tsx";

const columns: readonly Column<DryRunRow>[] = [
  { key: "was", header: "Was", track: "max-content", cell: ({ recorded }) => <DecisionBadge action={recorded.action} /> },
  { key: "would", header: "Would be", track: "max-content", cell: ({ would }) => <DecisionBadge action={would.action} /> },
  { key: "rule", header: "By rule", track: "minmax(8rem,1fr)", onPhone: "title", cell: ({ validationId, would }) => <RowLink href={`/validations/${validationId}`}>{would.rule ?? "Otherwise"}</RowLink> },
  { key: "country", header: "Country", track: "max-content", cell: ({ country }) => country ?? "–" },
  { key: "amount", header: "Amount", track: "max-content", align: "end", cell: ({ amount }) => (amount === null ? "–" : <Money {...amount} amountMinor={String(amount.amountMinor)} />) },
  { key: "at", header: "When", track: "max-content", align: "end", cell: ({ at }) => <TimeText at={at} /> },
];

/** The attempts of which a version says otherwise than was said. */
export function DryRunRows({ rows }: { readonly rows: readonly DryRunRow[] }) {
  return <DataTable label="Attempts that it would decide otherwise" columns={columns} rows={rows} rowKey={({ validationId }) => validationId} />;
}
