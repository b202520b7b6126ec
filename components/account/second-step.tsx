"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Account } from "#lib/account/account-shape";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { useToast } from "../ui/toast.tsx";
import { ConfirmTotp, type StartedTotp } from "./confirm-totp.tsx";
import { codesOf, RecoveryCodes } from "./recovery-codes.tsx";

const fewCodes = 3;

/** The authenticator app beside the password, and the codes that stand in for it. */
export function SecondStep({ account }: { readonly account: Account }) {
  const router = useRouter();
  const toast = useToast();
  const [asking, setAsking] = useState<"add" | "remove" | "renew" | null>(null);
  const [started, setStarted] = useState<StartedTotp | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const close = () => setAsking(null);
  const show = (made: readonly string[]) => {
    setAsking(null);
    setStarted(null);
    setCodes(made);
    router.refresh();
  };
  // Whoever has nothing to prove yet needs a fresh sign-in instead, and the server says so.
  const withPassword = account.hasPassword || account.totpSince !== null;
  return (
    <>
      {account.totpSince === null ? <WithoutApp onAdd={() => setAsking("add")} /> : <WithApp since={account.totpSince} left={account.recoveryCodesLeft} onRenew={() => setAsking("renew")} onRemove={() => setAsking("remove")} />}
      <DangerDialog
        open={asking === "add"}
        onClose={close}
        title="Add an authenticator app"
        confirm="Go on"
        look="primary"
        auditAction="user.startTotp"
        withPassword={withPassword}
        act={() => apiCall("POST", "/account/totp")}
        onDone={(body) => {
          close();
          setStarted({ secret: textMember(body, "secret") ?? "", uri: textMember(body, "uri") ?? "" });
        }}
      >
        <p>Any app for one-time codes will do, such as those of password managers. Nothing changes until you have typed its first code.</p>
      </DangerDialog>
      <DangerDialog open={asking === "renew"} onClose={close} title="New recovery codes" confirm="Make new codes" look="primary" auditAction="user.renewRecoveryCodes" act={() => apiCall("POST", "/account/recovery-codes")} onDone={(body) => show(codesOf(body))}>
        <p>
          You get ten new ones. {account.recoveryCodesLeft === 0 ? "None of the former ones is left." : `The ${String(account.recoveryCodesLeft)} that are left end at once.`}
        </p>
      </DangerDialog>
      <DangerDialog
        open={asking === "remove"}
        onClose={close}
        title="Remove the authenticator app"
        confirm="Remove the app"
        auditAction="user.removeTotp"
        act={() => apiCall("DELETE", "/account/totp")}
        onDone={() => {
          close();
          toast("The authenticator app is removed.");
          router.refresh();
        }}
      >
        <p>From now on your password alone signs you in, and the recovery codes end.</p>
      </DangerDialog>
      <ConfirmTotp started={started} onClose={() => setStarted(null)} onConfirmed={show} />
      <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />
    </>
  );
}

function WithoutApp({ onAdd }: { readonly onAdd: () => void }) {
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="max-w-[75ch] text-soft">Your password alone signs you in. With an authenticator app it takes a code of the moment as well, so that a stolen password opens nothing.</p>
      <Button onClick={onAdd}>Add an authenticator app</Button>
    </div>
  );
}

function WithApp({ since, left, onRenew, onRemove }: { readonly since: string; readonly left: number; readonly onRenew: () => void; readonly onRemove: () => void }) {
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="max-w-[75ch] text-soft">
        Signing in by password asks for a code of your app, since <TimeText at={since} as="exact" />. {left} of 10 recovery codes {left === 1 ? "is" : "are"} left.
      </p>
      {left > fewCodes ? null : (
        <Notice tone="warn" title={left === 0 ? "No recovery code is left" : "Few recovery codes are left"}>
          <p>Without one, a lost app shuts you out until an admin helps. Make new ones.</p>
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={onRenew}>New recovery codes</Button>
        <Button onClick={onRemove}>Remove the app</Button>
      </div>
    </div>
  );
}
