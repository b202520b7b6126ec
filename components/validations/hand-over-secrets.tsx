"use client";

import { useState } from "react";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall, memberOf, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Dialog } from "../ui/dialog.tsx";

const overlapSeconds = 86_400;

/** Shows or renews what signs questions to the merchant's own URL, after the password. */
export function HandOverSecrets({ sourceId, sourceName }: { readonly sourceId: string; readonly sourceName: string }) {
  const [asking, setAsking] = useState<"reveal" | "rotate" | null>(null);
  const [shown, setShown] = useState<readonly string[] | null>(null);
  const close = () => setAsking(null);
  const path = `/sources/${sourceId}/hand-over-secrets`;
  const show = (secrets: readonly string[]) => {
    close();
    setShown(secrets);
  };
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => setAsking("reveal")}>Reveal the secret</Button>
      <Button onClick={() => setAsking("rotate")}>Make a new one</Button>
      <DangerDialog open={asking === "reveal"} onClose={close} title={`Reveal what signs the questions of ${sourceName}`} confirm="Reveal the secret" auditAction="source.revealHandOver" act={() => apiCall("POST", `${path}/reveal`, {})} onDone={(body) => show(secretsOf(body))}>
        <p>Whoever has this secret can ask your server in our name. It is shown to you alone, until you close it.</p>
      </DangerDialog>
      <DangerDialog open={asking === "rotate"} onClose={close} title={`Make a new secret for the questions of ${sourceName}`} confirm="Make a new secret" auditAction="source.rotateHandOver" act={() => apiCall("POST", `${path}/rotate`, { expirePreviousAfterSeconds: overlapSeconds })} onDone={(body) => show([textMember(body, "secret") ?? ""])}>
        <p>The new secret signs at once. The one before signs beside it for 24 hours: in that time your server has to learn the new one.</p>
      </DangerDialog>
      <Dialog open={shown !== null} onClose={() => setShown(null)} title={shown?.length === 1 ? "The secret" : "The secrets, oldest first"}>
        {(shown ?? []).map((secret) => (
          <CodeBlock key={secret} text={secret} what="secret" wrap />
        ))}
      </Dialog>
    </div>
  );
}

function secretsOf(body: unknown): readonly string[] {
  const secrets = memberOf(body, "secrets");
  return Array.isArray(secrets) ? secrets.map((one: unknown) => textMember(one, "secret") ?? "") : [];
}
