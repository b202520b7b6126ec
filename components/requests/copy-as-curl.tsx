"use client";

import { Terminal } from "lucide-react";
import { memberOf, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { writeClipboard } from "../ui/write-clipboard.ts";
import { useToast } from "../ui/toast.tsx";
import { curlCommand } from "./curl-command.ts";
import { unmaskedRecord } from "./unmasked-record.ts";

/** Copies a command that sends this request again. It needs the exact bytes, so it unmasks, which the audit records. */
export function CopyAsCurl({ requestId, url, headers }: { readonly requestId: string; readonly url: string; readonly headers: readonly (readonly [string, string])[] }) {
  const toast = useToast();
  const copy = async () => {
    const result = await unmaskedRecord("request", requestId);
    if (!result.ok) {
      toast(`Not copied. ${result.detail}`, "bad");
      return;
    }
    const body = memberOf(result.record, "body");
    const command = curlCommand(url, headers, { text: typeof body === "string" ? body : null, base64: textMember(result.record, "bodyBase64") ?? "" });
    if (await writeClipboard(command)) toast("Copied with its exact bytes, personal fields included. The audit says so.");
    else toast("Not copied: the browser refused. Allow the clipboard for this site and try again.", "bad");
  };
  return (
    <Button onClick={() => void copy()}>
      <Terminal aria-hidden className="size-4" />
      Copy as curl
    </Button>
  );
}
