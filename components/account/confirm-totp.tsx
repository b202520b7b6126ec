"use client";

import { type SubmitEvent, useState } from "react";
import { apiCall } from "../api-call.ts";
import { withFieldWords } from "../access/with-field-words.ts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { QrCode } from "./qr-code.tsx";
import { codesOf } from "./recovery-codes.tsx";

export interface StartedTotp {
  readonly secret: string;
  readonly uri: string;
}

interface ConfirmTotpProps {
  readonly started: StartedTotp | null;
  readonly onClose: () => void;
  readonly onConfirmed: (recoveryCodes: readonly string[]) => void;
}

/** The secret for the app, and the first code as the proof that it arrived. */
export function ConfirmTotp({ started, onClose, onConfirmed }: ConfirmTotpProps) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code"));
    setBusy(true);
    const result = withFieldWords(await apiCall("POST", "/account/totp/confirm", { code }));
    setBusy(false);
    setRefusal(result.ok ? undefined : result.detail);
    if (result.ok) onConfirmed(codesOf(result.body));
  };
  return (
    <Dialog open={started !== null} onClose={onClose} title="Add an authenticator app">
      {started === null ? null : (
        <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
          <p>Scan this with the app, or type the secret into it. Then type the six digits that it shows.</p>
          <div className="flex flex-wrap items-start gap-4">
            <QrCode text={started.uri} label="QR code with the secret for the app" />
            <div className="min-w-0 flex-1 basis-52">
              <CodeBlock text={started.secret.replaceAll(/(.{4})(?=.)/g, "$1 ").replaceAll(/((?:.{4} ){4})/g, "$1\n").replaceAll(" \n", "\n")} what="secret" label="Secret" wrap />
            </div>
          </div>
          <TextField label="Code" name="code" required autoFocus autoComplete="one-time-code" inputMode="numeric" maxLength={11} spellCheck={false} className="font-mono" error={refusal} />
          <DialogActions>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" look="primary" busy={busy}>
              Confirm
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  );
}
