import { Hand } from "lucide-react";
import type { Transaction } from "#lib/transactions/transaction-shape";
import { TimeText } from "../ui/time-text.tsx";
import { lowerFirst, statusWords } from "./transaction-words.ts";

/** Who closed a transaction, as what and why. */
export function ResolutionBox({ resolution, foldedStatus }: { readonly resolution: NonNullable<Transaction["resolution"]>; readonly foldedStatus: Transaction["foldedStatus"] }) {
  return (
    <div className="flex gap-2.5 rounded-md bg-accent-wash p-3">
      <Hand aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-medium text-accent">
          {resolution.by} closed it as {lowerFirst(statusWords[resolution.status])}, <TimeText at={resolution.at} as="both" />
        </p>
        <p className="break-words whitespace-pre-line">{resolution.note}</p>
        {resolution.status === foldedStatus ? null : <p className="text-sm text-soft">Its messages alone say: {lowerFirst(statusWords[foldedStatus])}. They go on being followed; a message that comes now raises an anomaly.</p>}
      </div>
    </div>
  );
}
