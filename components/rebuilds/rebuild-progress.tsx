"use client";

import { Square } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { formatCount } from "../ui/money-format.ts";
import { useToast } from "../ui/toast.tsx";

interface RebuildProgressProps {
  readonly id: string;
  readonly isRunning: boolean;
  readonly done: number;
  readonly total: number;
  readonly canCancel: boolean;
}

const lookEveryMs = 1500;

/** How far a rebuild is; looks again while it runs. What was done before a cancel stays done. */
export function RebuildProgress({ id, isRunning, done, total, canCancel }: RebuildProgressProps) {
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => router.refresh(), lookEveryMs);
    return () => clearInterval(timer);
  }, [isRunning, router]);

  const cancel = async () => {
    setBusy(true);
    const result = await apiCall("POST", `/rebuilds/${id}/cancel`, {});
    setBusy(false);
    if (!result.ok) {
      toast(result.detail, "bad");
      return;
    }
    toast("Canceled. What is done stays done.");
    router.refresh();
  };
  const percent = total === 0 ? 100 : Math.min(100, Math.floor((done * 100) / total));
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <span className="tabular">
          {formatCount(done)} of {formatCount(total)} looked at
        </span>
        {isRunning && canCancel ? (
          <Button busy={busy} onClick={() => void cancel()}>
            <Square aria-hidden className="size-3.5" />
            Cancel
          </Button>
        ) : null}
      </div>
      <div role="progressbar" aria-label="Rebuild" aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} className="h-2 overflow-hidden rounded-sm bg-hover">
        <div className="h-full rounded-sm bg-accent-solid transition-[width]" style={{ width: `${String(percent)}%` }} />
      </div>
    </div>
  );
}
