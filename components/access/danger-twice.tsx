"use client";

import { type ReactNode, useState } from "react";
import type { ApiResult } from "../api-call.ts";
import { Notice } from "../ui/notice.tsx";
import { DangerDialog } from "./danger-dialog.tsx";

interface DangerTwiceProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  readonly confirm: string;
  /** What the button says after the numbers were told. */
  readonly confirmAgain: string;
  readonly auditAction: string;
  readonly act: (force: boolean) => Promise<ApiResult>;
  readonly onDone: (body: unknown) => void;
}

/** What the refusal says to scripts. */
const scriptHint = / [^.]*force=true\.$/;

/** For what the API refuses at first because it would break something: tells how much, and asks once more. */
export function DangerTwice({ open, onClose, title, children, confirm, confirmAgain, auditAction, act, onDone }: DangerTwiceProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const close = () => {
    setRefusal(null);
    onClose();
  };
  const done = (body: unknown) => {
    setRefusal(null);
    onDone(body);
  };
  if (refusal !== null) {
    return (
      <DangerDialog key="again" open={open} onClose={close} title={title} confirm={confirmAgain} auditAction={auditAction} act={() => act(true)} onDone={done}>
        <Notice tone="bad" alert title="It is still in use">
          <p>{refusal}</p>
        </Notice>
      </DangerDialog>
    );
  }
  const once = async () => {
    const result = await act(false);
    if (!result.ok && result.status === 409) setRefusal(result.detail.replace(scriptHint, ""));
    return result;
  };
  return (
    <DangerDialog key="once" open={open} onClose={close} title={title} confirm={confirm} auditAction={auditAction} act={once} onDone={done}>
      {children}
    </DangerDialog>
  );
}
