"use client";

import { useEffect, useState } from "react";
import type { CheckStep } from "#lib/endpoints/endpoint-shape";
import { apiCall } from "../api-call.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Notice } from "../ui/notice.tsx";
import { CheckSteps, Checking } from "./check-steps.tsx";
import { readCheck } from "./read-check.ts";

/** Looks at an endpoint's URL now. Sends nothing. */
export function CheckDialog({ open, onClose, endpointId }: { readonly open: boolean; readonly onClose: () => void; readonly endpointId: string }) {
  return (
    <Dialog open={open} onClose={onClose} title="Check the URL">
      <CheckBody endpointId={endpointId} />
    </Dialog>
  );
}

function CheckBody({ endpointId }: { readonly endpointId: string }) {
  const [found, setFound] = useState<{ readonly ok: boolean; readonly steps: readonly CheckStep[] } | { readonly refusal: string } | null>(null);
  useEffect(() => {
    let wanted = true;
    void apiCall("POST", `/endpoints/${endpointId}/check`, {}).then((result) => {
      if (wanted) setFound(result.ok ? readCheck(result.body) : { refusal: result.detail });
    });
    return () => {
      wanted = false;
    };
  }, [endpointId]);
  if (found === null) return <Checking />;
  if ("refusal" in found) {
    return (
      <Notice tone="bad" alert>
        <p>{found.refusal}</p>
      </Notice>
    );
  }
  return (
    <>
      <Notice tone={found.ok ? "good" : "bad"} alert title={found.ok ? "It can be reached" : "It cannot be reached"} />
      <CheckSteps steps={found.steps} />
    </>
  );
}
