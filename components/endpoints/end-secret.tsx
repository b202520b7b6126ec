"use client";

import { CalendarClock, CircleStop } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { EndpointSecret } from "#lib/endpoints/endpoint-shape";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { MomentChoice, chosenMoment } from "../ui/moment-choice.tsx";
import { Notice } from "../ui/notice.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { useToast } from "../ui/toast.tsx";

/** Until when a former secret signs, and the two ways to change that. */
export function EndSecret({ endpointId, secret }: { readonly endpointId: string; readonly secret: EndpointSecret }) {
  const router = useRouter();
  const toast = useToast();
  const [asking, setAsking] = useState<"end" | "move" | null>(null);
  const path = `/endpoints/${endpointId}/secrets/${secret.id}`;
  const done = (said: string) => {
    setAsking(null);
    toast(said);
    router.refresh();
  };
  return (
    <Notice tone="info" title={`The former secret ${secret.fingerprint}`}>
      <p>
        {secret.expiresAt === null ? (
          "It has no end yet."
        ) : (
          <>
            It stops signing on <TimeText at={secret.expiresAt} as="both" />.
          </>
        )}{" "}
        A server that still checks with it refuses every delivery from then on. Those that were refused are tried again, signed with what is valid then.
      </p>
      <div className="flex flex-wrap gap-2 pt-1">
        <Button onClick={() => setAsking("move")}>
          <CalendarClock aria-hidden className="size-4" />
          Move its end
        </Button>
        <Button onClick={() => setAsking("end")}>
          <CircleStop aria-hidden className="size-4" />
          End it now
        </Button>
      </div>
      <DangerDialog open={asking === "move"} onClose={() => setAsking(null)} title="Move the end of the former secret" confirm="Set the end" look="primary" auditAction="endpoint.update_secret" act={(fields) => apiCall("PATCH", path, { expiresAt: chosenMoment(fields) })} onDone={() => done("The end of the former secret is set.")}>
        <p>Until then every delivery is signed with it too.</p>
        <MomentChoice label="It signs until" never={null} />
      </DangerDialog>
      <DangerDialog open={asking === "end"} onClose={() => setAsking(null)} title="End the former secret now" confirm="End the secret" auditAction="endpoint.end_secret" act={() => apiCall("DELETE", path)} onDone={() => done("The former secret has ended.")}>
        <p>No delivery is signed with it from this moment on, and it cannot be brought back. A server that checks with it alone refuses what it gets.</p>
      </DangerDialog>
    </Notice>
  );
}
