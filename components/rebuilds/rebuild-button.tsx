"use client";

import { RotateCcw } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "../ui/button.tsx";

/** In scripts of their own, fetched when they are first wanted. */
const RebuildDialog = dynamic(() => import("./rebuild-dialog.tsx").then((module) => module.RebuildDialog), { ssr: false });
const RebuildPlanDialog = dynamic(() => import("./rebuild-plan-dialog.tsx").then((module) => module.RebuildPlanDialog), { ssr: false });

/** Folds one transaction again, or everything that the list's present filter finds. */
export function RebuildButton(subject: { readonly transactionId: string } | { /** The filters, as the list's address has them. */ readonly query: string }) {
  const [state, setState] = useState<"never" | "open" | "closed">("never");
  const dialog = { open: state === "open", onClose: () => setState("closed") };
  return (
    <>
      <Button onClick={() => setState("open")}>
        <RotateCcw aria-hidden className="size-4" />
        Rebuild
      </Button>
      {state === "never" ? null : "query" in subject ? <RebuildPlanDialog query={subject.query} {...dialog} /> : <RebuildDialog transactionId={subject.transactionId} {...dialog} />}
    </>
  );
}
