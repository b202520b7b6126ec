"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { IconButton } from "./button.tsx";
import { writeClipboard } from "./write-clipboard.ts";

/** Puts `text` on the clipboard and says so for two seconds. `what` names it: "URL", "payload". */
export function CopyButton({ text, what, className }: { readonly text: string; readonly what: string; readonly className?: string }) {
  const [outcome, setOutcome] = useState<"idle" | "copied" | "refused">("idle");
  const copy = async () => {
    const written = await writeClipboard(text);
    setOutcome(written ? "copied" : "refused");
    setTimeout(() => setOutcome("idle"), 2000);
  };
  const label = outcome === "copied" ? `Copied ${what}` : outcome === "refused" ? `The browser refused to copy ${what}` : `Copy ${what}`;
  return (
    <IconButton label={label} onClick={() => void copy()} className={className ?? ""}>
      {outcome === "copied" ? <Check aria-hidden className="size-4 text-good" /> : <Copy aria-hidden className="size-4" />}
      <span role="status" className="sr-only">
        {outcome === "idle" ? "" : label}
      </span>
    </IconButton>
  );
}
