"use client";

import { RotateCcw } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "../ui/button.tsx";

/** In a script of its own, fetched when it is first wanted. */
const RebuildDialog = dynamic(() => import("./rebuild-dialog.tsx").then((module) => module.RebuildDialog), { ssr: false });

export function RebuildButton({ transactionId }: { readonly transactionId: string }) {
  const [state, setState] = useState<"never" | "open" | "closed">("never");
  return (
    <>
      <Button onClick={() => setState("open")}>
        <RotateCcw aria-hidden className="size-4" />
        Rebuild
      </Button>
      {state === "never" ? null : <RebuildDialog transactionId={transactionId} open={state === "open"} onClose={() => setState("closed")} />}
    </>
  );
}
