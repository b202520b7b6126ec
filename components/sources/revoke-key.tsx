"use client";

import { useRouter } from "next/navigation";
import type { Key } from "#lib/sources/source-shape";
import { DangerTwice } from "../access/danger-twice.tsx";
import { apiCall } from "../api-call.ts";
import { formatCount } from "../ui/money-format.ts";
import { useToast } from "../ui/toast.tsx";

interface RevokeKeyProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly sourceId: string;
  readonly apiKey: Key;
}

/** Ends a key now; while it still verifies messages it says how many, and asks once more. */
export function RevokeKey({ open, onClose, sourceId, apiKey: key }: RevokeKeyProps) {
  const router = useRouter();
  const toast = useToast();
  const done = () => {
    onClose();
    toast(`The key ${key.label} is revoked.`);
    router.refresh();
  };
  return (
    <DangerTwice
      open={open}
      onClose={onClose}
      title={`Revoke the key ${key.label}`}
      confirm="Revoke the key"
      confirmAgain="Revoke it all the same"
      auditAction="key.revoke"
      act={(force) => apiCall("DELETE", `/sources/${sourceId}/keys/${key.id}${force ? "?force=true" : ""}`)}
      onDone={done}
    >
      <p>
        Messages signed with it are refused from this moment on, and a revoked key cannot be brought back. It has verified {formatCount(key.verifiedCount)} {key.verifiedCount === 1 ? "message" : "messages"} so far, {formatCount(key.verifiedLastDay)} in the last 24 hours.
        {key.safeToRetire ? " A newer key does its work, so it is safe to retire." : ""}
      </p>
    </DangerTwice>
  );
}
