"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { useToast } from "../ui/toast.tsx";
import { TriedAddress } from "./tried-address.tsx";

/** Makes an address that was found the public one, after it was tried. */
export function UseAddress({ url }: { readonly url: string }) {
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [reached, setReached] = useState(true);
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        Use this address
      </Button>
      <DangerDialog
        open={open}
        onClose={() => setOpen(false)}
        title="Change the public address"
        confirm={reached ? "Use it" : "Use it all the same"}
        look={reached ? "primary" : "danger"}
        auditAction="settings.update"
        act={() => apiCall("PATCH", "/settings", { publicUrl: url })}
        onDone={() => {
          setOpen(false);
          toast("The public address is changed.");
          router.refresh();
        }}
      >
        <p className="font-mono text-xs break-all">{url}</p>
        <TriedAddress url={url} onTried={setReached} />
      </DangerDialog>
    </>
  );
}
