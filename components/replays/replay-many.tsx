"use client";

import { RotateCcw } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import type { ReplayManyProps } from "./replay-form.tsx";

/** Loaded when it is opened: what reads the plan weighs as much as the rest of a list. */
const ReplayForm = dynamic(() => import("./replay-form.tsx").then((module) => module.ReplayForm), { ssr: false, loading: () => <Skeleton className="h-64 w-full" /> });

/** Sends again what a filter finds: first the plan in numbers, then the word to go. */
export function ReplayMany(props: ReplayManyProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button data-replay aria-keyshortcuts="r" onClick={() => setOpen(true)}>
        <RotateCcw aria-hidden className="size-4" />
        {props.button}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={props.button}>
        <ReplayForm {...props} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
