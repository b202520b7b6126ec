"use client";

import { Download, Square } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { formatBytes } from "../ui/byte-format.ts";
import { formatCount } from "../ui/money-format.ts";
import { useToast } from "../ui/toast.tsx";
import { rowCounter, saveBlob, streamDownload } from "./stream-download.ts";

const formats = [
  { format: "csv", text: "CSV, for spreadsheets", type: "text/csv" },
  { format: "jsonl", text: "JSON Lines, for scripts", type: "application/x-ndjson" },
] as const;

interface Progress {
  readonly rows: number;
  readonly bytes: number;
  /** `null`: not known. */
  readonly total: number | null;
}

/** Saves what the present filter finds, however much; says how far it is, and can be stopped. */
export function ExportButton({ query }: { /** The filters, as the list's address has them. */ readonly query: string }) {
  const toast = useToast();
  const stop = useRef<AbortController | null>(null);
  const [progress, setProgress] = useState<Progress | null>(null);

  const run = async ({ format, type }: (typeof formats)[number]) => {
    const controller = new AbortController();
    stop.current = controller;
    setProgress({ rows: 0, bytes: 0, total: null });
    const count = rowCounter(format);
    let [rows, bytes] = [0, 0];
    let total: number | null = null;
    const start = (known: number | null) => {
      total = known;
    };
    const params = new URLSearchParams(query);
    params.set("format", format);
    const result = await streamDownload(`/api/v1/transactions/export?${params.toString()}`, controller.signal, start, (chunk) => {
      rows = count(chunk);
      bytes += chunk.length;
      setProgress({ rows, bytes, total });
    });
    stop.current = null;
    setProgress(null);
    if (!result.ok) {
      toast(result.detail, result.stopped ? "plain" : "bad");
      return;
    }
    saveBlob(new Blob([...result.parts], { type }), `transactions.${format}`);
    toast(`Saved ${formatCount(rows)} ${rows === 1 ? "transaction" : "transactions"}, ${formatBytes(bytes)}.`);
  };

  if (progress !== null) {
    return (
      <Button onClick={() => stop.current?.abort()} aria-label={`Stop the export, ${String(progress.rows)} rows so far`}>
        <Square aria-hidden className="size-3.5" />
        <span className="tabular">
          Stop · {formatCount(progress.rows)}
          {progress.total === null ? " rows" : ` of ${formatCount(progress.total)}`}, {formatBytes(progress.bytes)}
        </span>
      </Button>
    );
  }
  return (
    <Menu
      label="Export"
      trigger={
        <>
          <Download aria-hidden className="size-4" />
          Export
        </>
      }
      triggerClassName="inline-flex h-8 items-center gap-1.5 rounded-md border bg-page px-3 text-sm font-medium hover:bg-hover max-md:h-10"
    >
      {formats.map((format) => (
        <MenuItem key={format.format} onSelect={() => void run(format)}>
          {format.text}
        </MenuItem>
      ))}
    </Menu>
  );
}
