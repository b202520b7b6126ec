"use client";

import { RotateCcw } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "../ui/button.tsx";

/** In a script of its own, fetched when it is first wanted. */
const RebuildPlanDialog = dynamic(() => import("./rebuild-plan-dialog.tsx").then((module) => module.RebuildPlanDialog), { ssr: false });

/** Folds everything again that the list's present filter finds. */
export function RebuildMany({ query }: { /** The filters, as the list's address has them. */ readonly query: string }) {
  const [state, setState] = useState<"never" | "open" | "closed">("never");
  return (
    <>
      <Button onClick={() => setState("open")}>
        <RotateCcw aria-hidden className="size-4" />
        Rebuild
      </Button>
      {state === "never" ? null : <RebuildPlanDialog query={query} open={state === "open"} onClose={() => setState("closed")} />}
    </>
  );
}
