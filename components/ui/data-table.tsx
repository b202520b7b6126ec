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

/** A table of plain rows rendered on the server; on a phone each row is a card. One link in a row covers it (`RowLink`). */
export function DataTable<Row>({ label, columns, rows, rowKey }: DataTableProps<Row>) {
  const tracks = columns.map((column) => column.track ?? "minmax(0,max-content)").join(" ");
  return (
    <div role="table" aria-label={label} className="rows" style={{ gridTemplateColumns: tracks }}>
      <div role="row" className="rows-head">
        {columns.map((column) => (
          <div role="columnheader" key={column.key} className={column.align}>
            {column.header}
          </div>
        ))}
      </div>
      {rows.map((row) => (
        <div role="row" key={rowKey(row)} className="row">
          {columns.map((column) => (
            <Cell key={column.key} column={column} row={row} />
          ))}
        </div>
      ))}
    </div>
  );
}

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const onPhone = column.onPhone ?? "labelled";
  return (
    <div role="cell" data-label={onPhone === "labelled" ? column.header : undefined} className={classNames("cell", onPhone !== "bare" && `cell-${onPhone}`, column.align, column.opens === true && "cell-opens")}>
      {column.cell(row)}
    </div>
  );
}

/** The link that a row leads to; the whole row is its target, other links in the row lie above it. */
export function RowLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} className="row-link">
      {children}
    </Link>
  );
}
