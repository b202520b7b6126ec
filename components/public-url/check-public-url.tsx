"use client";

import { Radar } from "lucide-react";
import { useState } from "react";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { FoundNotice } from "./found-notice.tsx";
import { type Found, readFound } from "./read-found.ts";

/** A button that sends a one-time token through the public address and says whether it came back here. */
export function CheckPublicUrl() {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<Found | { readonly refusal: string } | null>(null);
  const check = async () => {
    setBusy(true);
    const result = await apiCall("POST", "/settings/public-url/check", {});
    setBusy(false);
    setSaid(result.ok ? readFound(result.body) : { refusal: result.detail });
  };
  return (
    <div className="flex max-w-xl flex-col gap-3">
      <Button busy={busy} className="self-start" onClick={() => void check()}>
        <Radar aria-hidden className="size-4" />
        Check this address
      </Button>
      {said === null ? null : "refusal" in said ? (
        <Notice tone="bad" alert>
          <p>{said.refusal}</p>
        </Notice>
      ) : (
        <FoundNotice found={said} />
      )}
    </div>
  );
}
