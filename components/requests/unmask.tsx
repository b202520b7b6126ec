"use client";

import { Eye } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button.tsx";

interface UnmaskProps {
  readonly canUnmask: boolean;
  readonly unmasked: boolean;
  /** What went wrong in words, or `null`. */
  readonly onUnmask: () => Promise<string | null>;
}

/** Says that personal fields are masked, and shows them to who may; the audit says so. */
export function Unmask({ canUnmask, unmasked, onUnmask }: UnmaskProps) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  if (unmasked) return <p className="text-sm text-soft">Personal fields are shown. The audit names you for it.</p>;
  const ask = async () => {
    setBusy(true);
    setRefusal(await onUnmask());
    setBusy(false);
  };
  return (
    <div className="flex flex-wrap items-center gap-3 text-sm text-soft">
      <span>Names, addresses and other personal fields read ***.</span>
      {canUnmask ? (
        <Button busy={busy} onClick={() => void ask()}>
          <Eye aria-hidden className="size-4" />
          Show personal fields
        </Button>
      ) : null}
      {refusal === null ? null : (
        <span role="alert" className="text-bad">
          {refusal}
        </span>
      )}
    </div>
  );
}
