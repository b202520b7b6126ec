import type { Validation } from "#lib/validations/validation-shape";
import { type Column, DataTable, RowLink } from "../ui/data-table.tsx";
import { formatMs } from "../ui/duration-format.ts";
import { Badge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { AttemptMoney, textOf } from "./attempt-money.tsx";
import { DecisionBadge } from "./decision-badge.tsx";

/** Decisions, newest first: each row leads to its why. */
export function ValidationTable({ validations, sourceNames }: { readonly validations: readonly Validation[]; readonly sourceNames: ReadonlyMap<string, string> }) {
  const columns: readonly Column<Validation>[] = [
    {
      key: "action",
      header: "Decision",
      track: "max-content",
      onPhone: "bare",
      cell: ({ action, fallbackUsed }) => (
        <span className="inline-flex items-center gap-1">
          <DecisionBadge action={action} />
          {fallbackUsed ? <Badge tone="warn">Fallback</Badge> : null}
        </span>
      ),
    },
    { key: "rule", header: "Rule", track: "minmax(9rem,1.5fr)", onPhone: "title", cell: (validation) => <RowLink href={`/validations/${validation.id}`}>{decidedBy(validation)}</RowLink> },
    { key: "amount", header: "Amount", track: "max-content", align: "end", cell: ({ input }) => <AttemptMoney input={input} /> },
    { key: "country", header: "Country", track: "max-content", cell: ({ input }) => textOf(input, "country") ?? "–" },
    { key: "method", header: "Method", track: "minmax(6rem,1fr)", cell: ({ input }) => <span className="truncate">{methodOf(input)}</span> },
    { key: "version", header: "Version", track: "max-content", align: "end", cell: ({ version }) => version ?? "–" },
    { key: "source", header: "Source", track: "minmax(6rem,1fr)", cell: ({ sourceId }) => <span className="truncate">{sourceNames.get(sourceId) ?? "Deleted source"}</span> },
    { key: "took", header: "Took", track: "max-content", align: "end", cell: ({ durationMs }) => formatMs(durationMs) },
    { key: "at", header: "When", track: "max-content", align: "end", cell: ({ at }) => <TimeText at={at} /> },
  ];
  return <DataTable label="Decisions" rows={validations} rowKey={({ id }) => id} columns={columns} />;
}

/** What gave the answer, in a word or two. */
function decidedBy({ rule, version, fallbackUsed, handOver }: Validation): string {
  if (fallbackUsed && handOver === null && rule === null) return "Deciding broke";
  return rule ?? (version === null ? "No active rules" : "Otherwise");
}

function methodOf(input: Validation["input"]): string {
  const lastFour = textOf(input, "lastFour");
  const brand = textOf(input, "cardBrand") ?? textOf(input, "paymentMethod") ?? "–";
  return lastFour === null ? brand : `${brand} ···· ${lastFour}`;
}
