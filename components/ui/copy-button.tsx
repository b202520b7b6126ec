"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { IconButton } from "./button.tsx";
import { useAnnounce } from "./toast.tsx";
import { writeClipboard } from "./write-clipboard.ts";

const shownMs = 2000;

/** Puts `text` on the clipboard and says so for two seconds. `what` names it: "URL", "payload". */
export function CopyButton({ text, what, className }: { readonly text: string; readonly what: string; readonly className?: string }) {
  const announce = useAnnounce();
  const [outcome, setOutcome] = useState<"idle" | "copied" | "refused">("idle");
  const copy = async () => {
    const written = await writeClipboard(text);
    setOutcome(written ? "copied" : "refused");
    announce(written ? `Copied ${what}` : `The browser refused to copy ${what}`);
    setTimeout(() => setOutcome("idle"), shownMs);
  };
  return (
    <IconButton label={outcome === "refused" ? `The browser refused to copy ${what}` : `Copy ${what}`} onClick={() => void copy()} className={className ?? ""}>
      {outcome === "copied" ? <Check aria-hidden className="text-good" /> : <Copy aria-hidden />}
    </IconButton>
  );
}
