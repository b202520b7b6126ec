"use client";

import { type ReactNode, type SubmitEvent, useState } from "react";
import { apiCall, type ApiResult } from "../api-call.ts";
import { Button, type ButtonLook } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { Notice } from "../ui/notice.tsx";
import { ProofField } from "./proof-field.tsx";

interface DangerDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What will happen, in numbers. */
  readonly children: ReactNode;
  readonly confirm: string;
  readonly look?: ButtonLook;
  /** The audit action under which it will be seen. */
  readonly auditAction: string;
  /** Asks for the password first. */
  readonly withPassword?: boolean;
  readonly act: (fields: FormData) => Promise<ApiResult>;
  readonly onDone: (body: unknown) => void;
}

/** For what is hard to undo: says what will happen, asks for the password again, and tells where it will be seen. */
export function DangerDialog(props: DangerDialogProps) {
  return (
    <Dialog open={props.open} onClose={props.onClose} title={props.title}>
      <DangerForm {...props} />
    </Dialog>
  );
}

function DangerForm({ onClose, children, confirm, look = "danger", auditAction, withPassword = true, act, onDone }: DangerDialogProps) {
  const [busy, setBusy] = useState(false);
  const [byCode, setByCode] = useState(false);
  const [refusal, setRefusal] = useState<{ readonly detail: string; readonly ofPassword: boolean } | null>(null);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    const proof = withPassword ? await apiCall("POST", "/session/step-up", byCode ? { code: String(fields.get("code")) } : { password: String(fields.get("password")) }) : null;
    const result = proof !== null && !proof.ok ? proof : await act(fields);
    setBusy(false);
    if (result.ok) onDone(result.body);
    else setRefusal({ detail: result === proof ? (result.errors[0]?.message ?? result.detail) : result.detail, ofPassword: result === proof });
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {children}
      {refusal !== null && !refusal.ofPassword ? (
        <Notice tone="bad" alert>
          <p>{refusal.detail}</p>
        </Notice>
      ) : null}
      {withPassword ? <ProofField byCode={byCode} error={refusal?.ofPassword === true ? refusal.detail : undefined} onSwitch={() => setByCode(!byCode)} /> : null}
      <p className="text-sm text-soft">
        The audit will name you and say <code className="font-mono text-xs">{auditAction}</code>.
      </p>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look={look} busy={busy}>
          {confirm}
        </Button>
      </DialogActions>
    </form>
  );
}
