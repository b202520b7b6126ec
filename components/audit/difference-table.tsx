import { type Column, DataTable } from "../ui/data-table.tsx";
import type { Difference } from "./audit-words.ts";

const columns: readonly Column<Difference>[] = [
  { key: "path", header: "Field", track: "minmax(8rem,max-content)", onPhone: "title", cell: ({ path }) => <code className="mono break-all">{path}</code> },
  { key: "before", header: "Before", track: "minmax(0,1fr)", cell: ({ before }) => <Value text={before} gone="was not there" tone="bg-bad-wash" /> },
  { key: "after", header: "After", track: "minmax(0,1fr)", cell: ({ after }) => <Value text={after} gone="is gone" tone="bg-good-wash" /> },
];

/** What changed, before and after. */
export function DifferenceTable({ differences }: { readonly differences: readonly Difference[] }) {
  return <DataTable label="What changed" rows={differences} rowKey={({ path }) => path} columns={columns} />;
}

function Value({ text, gone, tone }: { readonly text: string | null; readonly gone: string; readonly tone: string }) {
  if (text === null) return <span className="text-soft">{gone}</span>;
  return <code className={`rounded-sm px-1 font-mono text-xs break-all whitespace-pre-wrap ${tone}`}>{text}</code>;
}
