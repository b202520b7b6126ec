import Link from "next/link";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  /** A CSS grid track, such as `minmax(0,1fr)` or `max-content`. */
  readonly track?: string;
  readonly align?: "end";
  /** On a phone a cell stands with its header before it, alone (`title`), or not at all. */
  readonly onPhone?: "title" | "labelled" | "bare" | "hidden";
  /** True where something opens out of the cell, such as a menu: nothing is cut off. */
  readonly opens?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
}

const rowShape =
  "relative col-span-full grid grid-cols-subgrid items-center border-b last:border-b-0 hover:bg-hover min-h-(--row) max-md:flex max-md:flex-wrap max-md:gap-x-3 max-md:gap-y-1 max-md:px-3 max-md:py-3";

/** A table of plain rows rendered on the server; on a phone each row is a card. One link in a row covers it (`RowLink`). */
export function DataTable<Row>({ label, columns, rows, rowKey }: DataTableProps<Row>) {
  const tracks = columns.map((column) => column.track ?? "minmax(0,max-content)").join(" ");
  return (
    <div role="table" aria-label={label} aria-rowcount={rows.length + 1} className="grid rounded-md border max-md:block" style={{ gridTemplateColumns: tracks }}>
      <div role="rowgroup" className="contents max-md:hidden">
        <div role="row" className="col-span-full grid grid-cols-subgrid items-center rounded-t-md border-b bg-panel text-xs font-medium text-soft">
          {columns.map((column) => (
            <div role="columnheader" key={column.key} className={classNames("px-3 py-2 whitespace-nowrap", column.align === "end" && "text-right")}>
              {column.header}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="contents">
        {rows.map((row) => (
          <div role="row" key={rowKey(row)} data-row className={rowShape}>
            {columns.map((column) => (
              <Cell key={column.key} column={column} row={row} />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const onPhone = column.onPhone ?? "labelled";
  return (
    <div
      role="cell"
      className={classNames(
        "min-w-0 px-3 py-1 max-md:px-0 max-md:py-0",
        column.opens !== true && "truncate",
        column.align === "end" && "tabular text-right max-md:text-left",
        onPhone === "hidden" && "max-md:hidden",
        onPhone === "title" && "max-md:basis-full",
        onPhone === "labelled" && "max-md:flex max-md:basis-full max-md:items-center max-md:gap-2",
      )}
    >
      {onPhone === "labelled" ? <span className="w-24 shrink-0 text-xs text-soft md:hidden">{column.header}</span> : null}
      {column.cell(row)}
    </div>
  );
}

/** The link that a row leads to; the whole row is its target, other links in the row lie above it. */
export function RowLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} data-row-link className="row-link font-medium">
      {children}
    </Link>
  );
}

/** A link or button inside a row, above the row's own link. */
export function AboveRow({ children }: { readonly children: ReactNode }) {
  return <span className="relative z-10">{children}</span>;
}
