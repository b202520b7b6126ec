import { DataTable } from "../ui/data-table.tsx";

interface Line {
  readonly at: number;
  readonly name: string;
  readonly value: string;
}

/** Headers as received, in their order. */
export function HeaderTable({ headers }: { readonly headers: readonly (readonly [string, string])[] }) {
  const rows: readonly Line[] = headers.map(([name, value], at) => ({ at, name, value }));
  if (rows.length === 0) return <p className="text-soft">No headers were kept.</p>;
  return (
    <DataTable
      label="Headers"
      rows={rows}
      rowKey={(line) => String(line.at)}
      columns={[
        { key: "name", header: "Name", track: "minmax(8rem,16rem)", onPhone: "title", cell: (line) => <span className="font-mono text-xs text-soft">{line.name}</span> },
        { key: "value", header: "Value", track: "minmax(0,1fr)", onPhone: "title", cell: (line) => <span className="font-mono text-xs break-all whitespace-normal">{line.value}</span> },
      ]}
    />
  );
}
