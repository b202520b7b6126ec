"use client";

import { Link2, Unlink } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { DangerTwice } from "../access/danger-twice.tsx";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/field.tsx";
import { useToast } from "../ui/toast.tsx";

const overlaps = [
  { value: "604800", text: "for 7 days more" },
  { value: "86400", text: "for 24 hours more" },
  { value: "2592000", text: "for 30 days more" },
  { value: "0", text: "not any more, at once" },
];

/** Gives a source a new URL; the present one works until the chosen time. */
export function RotateUrl({ sourceId, look }: { readonly sourceId: string; readonly look: "primary" | "plain" }) {
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const done = () => {
    setOpen(false);
    toast("The source has a new URL. Register it at the provider.");
    router.refresh();
  };
  return (
    <>
      <Button look={look} className="self-start" onClick={() => setOpen(true)}>
        <Link2 aria-hidden className="size-4" />
        Make a new URL
      </Button>
      <DangerDialog
        open={open}
        onClose={() => setOpen(false)}
        title="Make a new URL"
        confirm="Make the new URL"
        look="primary"
        auditAction="source.rotate_url"
        act={(fields) => apiCall("POST", `/sources/${sourceId}/rotate-token`, { expirePreviousAfterSeconds: Number(fields.get("overlap")) })}
        onDone={done}
      >
        <p>The source gets a new URL, which you then register at the provider. Both are taken until the present one ends; what comes to it afterwards is answered 404.</p>
        <SelectField label="The present URL works" name="overlap" choices={overlaps} />
      </DangerDialog>
    </>
  );
}

/** Ends the former URLs now; while messages still come to them it says how many, and asks once more. */
export function EndFormerUrls({ sourceId, count }: { readonly sourceId: string; readonly count: number }) {
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const what = count === 1 ? "the former URL" : `${String(count)} former URLs`;
  const done = () => {
    setOpen(false);
    toast(count === 1 ? "The former URL has ended." : "The former URLs have ended.");
    router.refresh();
  };
  return (
    <>
      <Button className="self-start" onClick={() => setOpen(true)}>
        <Unlink aria-hidden className="size-4" />
        End {what} now
      </Button>
      <DangerTwice
        open={open}
        onClose={() => setOpen(false)}
        title={`End ${what} now`}
        confirm={`End ${what}`}
        confirmAgain="End all the same"
        auditAction="source.end_former_urls"
        act={(force) => apiCall("POST", `/sources/${sourceId}/end-former-urls${force ? "?force=true" : ""}`, {})}
        onDone={done}
      >
        <p>What comes to {count === 1 ? "it" : "them"} from this moment on is answered 404, and the provider will call that an outage if it still sends there.</p>
      </DangerTwice>
    </>
  );
}
