"use client";

import { useState } from "react";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall, memberOf, textMember } from "../api-call.ts";
import { CodeBlock } from "../ui/code-block.tsx";
import { Dialog } from "../ui/dialog.tsx";

interface Revealed {
  readonly fingerprint: string;
  readonly secret: string;
}

/** Shows the secrets that sign now, after the password. */
export function RevealSecrets({ open, onClose, endpointId, name }: { readonly open: boolean; readonly onClose: () => void; readonly endpointId: string; readonly name: string }) {
  const [shown, setShown] = useState<readonly Revealed[] | null>(null);
  return (
    <>
      <DangerDialog
        open={open}
        onClose={onClose}
        title={`Reveal the secret of ${name}`}
        confirm="Reveal the secret"
        auditAction="endpoint.reveal"
        act={() => apiCall("POST", `/endpoints/${endpointId}/reveal`, {})}
        onDone={(body) => {
          onClose();
          setShown(revealed(body));
        }}
      >
        <p>Whoever has this secret can sign messages that your server believes. It is shown to you alone, until you close it.</p>
      </DangerDialog>
      <Dialog open={shown !== null} onClose={() => setShown(null)} title={shown?.length === 1 ? "The secret" : "The secrets, oldest first"}>
        {(shown ?? []).map(({ fingerprint, secret }) => (
          <CodeBlock key={fingerprint} text={secret} what="secret" label={`Fingerprint ${fingerprint}`} wrap />
        ))}
      </Dialog>
    </>
  );
}

function revealed(body: unknown): readonly Revealed[] {
  const secrets = memberOf(body, "secrets");
  return Array.isArray(secrets) ? secrets.map((one: unknown) => ({ fingerprint: textMember(one, "fingerprint") ?? "", secret: textMember(one, "secret") ?? "" })) : [];
}
