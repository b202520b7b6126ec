"use client";

import { LogIn } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { startSingleSignOn } from "./sign-in-with-password.ts";

interface SingleSignOnProps {
  readonly next: string;
  readonly refusal: string | null;
  readonly look: "primary" | "plain";
  readonly onRefused: (words: string) => void;
}

/** The way to the single sign-on, which leads back to `next`. */
export function SingleSignOn({ next, refusal, look, onRefused }: SingleSignOnProps) {
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    const url = await startSingleSignOn(next);
    if (url !== null) {
      location.assign(url);
      return;
    }
    setBusy(false);
    onRefused("The single sign-on could not be reached. Try again in a moment; the log of Countersign says why.");
  };
  return (
    <div className="flex flex-col gap-4">
      {refusal === null ? null : (
        <Notice tone="bad" alert>
          <p>{refusal}</p>
        </Notice>
      )}
      <Button look={look} busy={busy} className="h-9" onClick={() => void go()}>
        <LogIn aria-hidden className="size-4" />
        Sign in with single sign-on
      </Button>
    </div>
  );
}
