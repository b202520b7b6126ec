"use client";

import { CalendarClock, Ellipsis, Pencil, Plus, Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { SourceRetention } from "#lib/retention/retention-shape";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import type { Choice } from "../ui/field.tsx";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { useToast } from "../ui/toast.tsx";
import { type OwnByKind, ownWords } from "./own-days-fields.tsx";
import { SourceDaysDialog } from "./source-days-dialog.tsx";

interface SourceDaysTableProps {
  readonly rows: readonly SourceRetention[];
  /** Sources that have nothing of their own yet. */
  readonly others: readonly Choice[];
  readonly installation: OwnByKind;
  readonly canChange: boolean;
}

/** The sources that keep what they have longer or shorter than the installation. */
export function SourceDaysTable({ rows, others, installation, canChange }: SourceDaysTableProps) {
  const [adding, setAdding] = useState(false);
  const add = canChange && others.length > 0 ? (
    <Button className="self-start" onClick={() => setAdding(true)}>
      <Plus aria-hidden className="size-4" />
      Give a source its own
    </Button>
  ) : null;
  const columns: readonly Column<SourceRetention>[] = [
    { key: "name", header: "Source", track: "minmax(9rem,2fr)", onPhone: "title", cell: ({ name }) => <span className="font-medium">{name}</span> },
    { key: "requests", header: "Requests", track: "minmax(8rem,1fr)", cell: ({ requestsDays }) => ownWords(requestsDays) },
    { key: "events", header: "Events", track: "minmax(8rem,1fr)", cell: ({ eventsDays }) => ownWords(eventsDays) },
    { key: "attempts", header: "Attempts", track: "minmax(8rem,1fr)", cell: ({ attemptsDays }) => ownWords(attemptsDays) },
    ...(canChange ? [{ key: "actions", header: "Actions", track: "max-content", onPhone: "bare", opens: true, cell: (row: SourceRetention) => <RowActions row={row} installation={installation} /> } as const] : []),
  ];
  return (
    <>
      {rows.length === 0 ? (
        <EmptyState icon={CalendarClock} title="Every source is kept as the installation" action={add}>
          <p>A source can keep its requests, events and attempts longer or shorter than the others: a test account for a week, an account under review for ever.</p>
        </EmptyState>
      ) : (
        <>
          <DataTable label="Sources with days of their own" rows={rows} rowKey={({ sourceId }) => sourceId} columns={columns} />
          {add}
        </>
      )}
      <SourceDaysDialog open={adding} onClose={() => setAdding(false)} now={null} sources={others} installation={installation} />
    </>
  );
}

function RowActions({ row, installation }: { readonly row: SourceRetention; readonly installation: OwnByKind }) {
  const router = useRouter();
  const toast = useToast();
  const [asking, setAsking] = useState<"change" | "remove" | null>(null);
  const close = () => setAsking(null);
  const removed = () => {
    close();
    toast(`${row.name} is kept as the installation.`);
    router.refresh();
  };
  return (
    <>
      <Menu label={`Actions of ${row.name}`} trigger={<Ellipsis aria-hidden className="size-4" />} triggerClassName="flex size-8 items-center justify-center rounded-md text-soft hover:bg-hover hover:text-ink max-md:size-10">
        <MenuItem icon={<Pencil aria-hidden className="size-4" />} onSelect={() => setAsking("change")}>
          Change the days
        </MenuItem>
        <MenuItem icon={<Undo2 aria-hidden className="size-4" />} onSelect={() => setAsking("remove")}>
          Keep as the installation
        </MenuItem>
      </Menu>
      <SourceDaysDialog open={asking === "change"} onClose={close} now={row} sources={[]} installation={installation} />
      <DangerDialog
        open={asking === "remove"}
        onClose={close}
        title={`Keep ${row.name} as the installation`}
        confirm="Take its days away"
        auditAction="source.set_retention"
        act={() => apiCall("PUT", `/sources/${row.sourceId}/retention`, { requestsDays: null, eventsDays: null, attemptsDays: null })}
        onDone={removed}
      >
        <p>
          From then on its requests are kept {ownWords(installation.requestsDays ?? "forever").toLowerCase()}, its events {ownWords(installation.eventsDays ?? "forever").toLowerCase()}, its attempts {ownWords(installation.attemptsDays ?? "forever").toLowerCase()}. What is older goes within ten minutes and cannot be brought back.
        </p>
      </DangerDialog>
    </>
  );
}
