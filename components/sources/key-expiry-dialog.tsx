"use client";

import { useRouter } from "next/navigation";
import type { Key } from "#lib/sources/source-shape";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall } from "../api-call.ts";
import { MomentChoice, chosenMoment } from "../ui/moment-choice.tsx";
import { formatCount } from "../ui/money-format.ts";
import { useToast } from "../ui/toast.tsx";

interface KeyExpiryDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly sourceId: string;
  readonly apiKey: Key;
}

/** Sets the moment at which a key stops to verify, or takes it away. */
export function KeyExpiryDialog({ open, onClose, sourceId, apiKey: key }: KeyExpiryDialogProps) {
  const router = useRouter();
  const toast = useToast();
  const done = () => {
    onClose();
    toast(`The end of the key ${key.label} is set.`);
    router.refresh();
  };
  return (
    <DangerDialog
      open={open}
      onClose={onClose}
      title={`End of the key ${key.label}`}
      confirm="Set the end"
      look="primary"
      auditAction="key.update"
      act={(fields) => apiCall("PATCH", `/sources/${sourceId}/keys/${key.id}`, { expiresAt: chosenMoment(fields) })}
      onDone={done}
    >
      <p>
        Until then it verifies; afterwards messages signed with it are refused. In the last 24 hours it verified {formatCount(key.verifiedLastDay)}.
      </p>
      <MomentChoice label="It ends" never={key.expiresAt === null ? null : "Never: take its end away"} />
    </DangerDialog>
  );
}
