"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { ApiKey } from "#lib/access/api-key-shape";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { useToast } from "../ui/toast.tsx";

/** Ends a key for good, after the password. */
export function RevokeApiKey({ apiKey: { id, name, prefix, lastUsedAt } }: { readonly apiKey: ApiKey }) {
  const router = useRouter();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const done = () => {
    setAsking(false);
    toast(`The API key ${name} is revoked.`);
    router.refresh();
  };
  return (
    <>
      <Button look="quiet" onClick={() => setAsking(true)}>
        Revoke<span className="sr-only"> {name}</span>
      </Button>
      <DangerDialog open={asking} onClose={() => setAsking(false)} title={`Revoke ${name}`} confirm="Revoke the key" auditAction="apiKey.revoke" act={() => apiCall("DELETE", `/api-keys/${id}`)} onDone={done}>
        <p>
          From this moment on every call with the key <code className="font-mono text-xs">{prefix}…</code> is refused, and it cannot be brought back. {lastUsedAt === null ? "It was never used." : <>It was last used <TimeText at={lastUsedAt} />.</>}
        </p>
      </DangerDialog>
    </>
  );
}
