"use client";

import { Send } from "lucide-react";
import { useState } from "react";
import { apiCall, memberOf, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { formatMs } from "../ui/duration-format.ts";
import { Notice } from "../ui/notice.tsx";
import { useToast } from "../ui/toast.tsx";

interface Outcome {
  readonly ok: boolean;
  readonly says: string;
  readonly durationMs: number | null;
  readonly statusCode: number | null;
  readonly request: string;
  readonly response: string;
}

/** Sends a signed test event now and shows what came back. */
export function SendTest({ endpointId }: { readonly endpointId: string }) {
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const send = async () => {
    setBusy(true);
    const result = await apiCall("POST", `/endpoints/${endpointId}/test`, {});
    setBusy(false);
    if (result.ok) setOutcome(readOutcome(result.body));
    else toast(result.detail, "bad");
  };
  return (
    <>
      <Button busy={busy} onClick={() => void send()}>
        <Send aria-hidden className="size-4" />
        {busy ? "Sending" : "Send a test"}
      </Button>
      <Dialog open={outcome !== null} onClose={() => setOutcome(null)} title="Signed test event">
        {outcome === null ? null : <OutcomeBody outcome={outcome} />}
        <DialogActions>
          <Button busy={busy} onClick={() => void send()}>
            Send another
          </Button>
          <Button look="primary" onClick={() => setOutcome(null)}>
            Close
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}

function OutcomeBody({ outcome: { ok, says, durationMs, statusCode, request, response } }: { readonly outcome: Outcome }) {
  return (
    <>
      <Notice tone={ok ? "good" : "bad"} alert title={statusCode === null ? "No answer" : `${String(statusCode)}${durationMs === null ? "" : ` in ${formatMs(durationMs)}`}`}>
        <p>{says}</p>
      </Notice>
      {response === "" ? null : <CodeBlock text={response} what="answer" label="What it answered" />}
      <details>
        <summary className="text-sm font-medium">What was sent</summary>
        <div className="pt-2">
          <CodeBlock text={request} what="request" />
        </div>
      </details>
    </>
  );
}

function readOutcome(body: unknown): Outcome {
  const number = (name: string) => {
    const value = memberOf(body, name);
    return typeof value === "number" ? value : null;
  };
  const message = (headers: string, text: string) => [lines(memberOf(body, headers)), textMember(body, text) ?? ""].filter((part) => part !== "").join("\n\n");
  return {
    ok: memberOf(body, "ok") === true,
    says: textMember(body, "says") ?? "",
    durationMs: number("durationMs"),
    statusCode: number("statusCode"),
    request: message("requestHeaders", "requestBody"),
    response: message("responseHeaders", "responseBody"),
  };
}

function lines(headers: unknown): string {
  return Array.isArray(headers) ? headers.map((header: unknown) => (Array.isArray(header) ? header.map(String).join(": ") : "")).join("\n") : "";
}
