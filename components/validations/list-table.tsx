import type { ValidationList } from "#lib/validations/list-shape";
import { type Column, DataTable, RowLink } from "../ui/data-table.tsx";
import { formatCount } from "../ui/money-format.ts";
import { TimeText } from "../ui/time-text.tsx";
import { fieldLabels } from "./field-labels.ts";

const columns: readonly Column<ValidationList>[] = [
  { key: "name", header: "Name", track: "minmax(10rem,1.5fr)", onPhone: "title", cell: ({ id, name }) => <RowLink href={`/validations/lists/${id}`}>{name}</RowLink> },
  { key: "field", header: "Holds", track: "minmax(8rem,1fr)", cell: ({ field }) => fieldLabels[field] },
  { key: "count", header: "Entries", track: "max-content", align: "end", cell: ({ entryCount }) => formatCount(entryCount) },
  { key: "used", header: "Used by", track: "minmax(8rem,1fr)", cell: ({ usedBy }) => <span className={usedBy.length === 0 ? "text-soft" : ""}>{usageWords(usedBy)}</span> },
  { key: "changed", header: "Changed", track: "max-content", align: "end", cell: ({ updatedAt }) => <TimeText at={updatedAt} /> },
];

/** Lists, each with how much stands on it and which versions refer to it. */
export function ListTable({ lists }: { readonly lists: readonly ValidationList[] }) {
  return <DataTable label="Lists" columns={columns} rows={lists} rowKey={({ id }) => id} />;
}

function usageWords(usedBy: ValidationList["usedBy"]): string {
  const active = usedBy.filter(({ state }) => state === "active").length;
  const others = usedBy.length - active;
  if (usedBy.length === 0) return "no rules";
  return [active === 0 ? null : `${String(active)} active`, others === 0 ? null : `${String(others)} ${others === 1 ? "draft or beside" : "drafts or beside"}`].filter((part) => part !== null).join(", ");
}
