"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import { apiCall, memberOf, type RefusedField, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { CheckboxField, type Choice, RadioCards, TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { useToast } from "../ui/toast.tsx";

interface ReplayEventProps {
  readonly eventId: string;
  /** Endpoints of the event's mode that are not disabled. */
  readonly endpoints: readonly Choice[];
}

/** Sends one event again, to chosen endpoints or as a copy to a URL. */
export function ReplayEvent({ eventId, endpoints }: ReplayEventProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button data-replay aria-keyshortcuts="r" onClick={() => setOpen(true)}>
        <RotateCcw aria-hidden className="size-4" />
        Replay
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Replay this event">
        <ReplayForm eventId={eventId} endpoints={endpoints} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function ReplayForm({ eventId, endpoints, onClose }: ReplayEventProps & { readonly onClose: () => void }) {
  const router = useRouter();
  const toast = useToast();
  const [target, setTarget] = useState(endpoints.length === 0 ? "url" : "endpoints");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<{ readonly detail: string; readonly errors: readonly RefusedField[] } | null>(null);
  const [copy, setCopy] = useState<{ readonly secret: string; readonly replayId: string } | null>(null);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const endpointIds = fields.getAll("endpoint").map(String);
    if (target === "endpoints" && endpointIds.length === 0) {
      setRefusal({ detail: "Choose an endpoint, or send a copy to a URL.", errors: [] });
      return;
    }
    const reason = String(fields.get("reason")).trim();
    setBusy(true);
    const result = await apiCall("POST", `/events/${eventId}/replay`, { ...(target === "endpoints" ? { endpointIds } : { url: String(fields.get("url")).trim() }), ...(reason === "" ? {} : { reason }) });
    setBusy(false);
    if (!result.ok) {
      setRefusal(result);
      return;
    }
    router.refresh();
    const secret = textMember(result.body, "secret");
    if (secret === null) {
      onClose();
      toast("It is sent again.");
    } else setCopy({ secret, replayId: textMember(memberOf(result.body, "replay"), "id") ?? "" });
  };

  if (copy !== null) return <CopySent {...copy} onClose={onClose} />;
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {refusal === null || refusal.errors.some(({ path }) => path === "url") ? null : (
        <Notice tone="bad" alert title="Nothing was sent">
          <p>{refusal.detail}</p>
        </Notice>
      )}
      <p className="text-soft">It goes out as it was, with the same id, a new timestamp, and a header that says it is a replay.</p>
      <RadioCards
        legend="To"
        name="target"
        value={target}
        onChange={setTarget}
        choices={[
          { value: "endpoints", text: "Endpoints" },
          { value: "url", text: "A URL", hint: "A copy, such as for staging." },
        ]}
      />
      {target === "url" ? (
        <TextField label="URL" name="url" type="url" required spellCheck={false} className="font-mono text-xs" placeholder="https://staging.example/webhooks" error={refusal?.errors.find(({ path }) => path === "url")?.message} />
      ) : (
        <EndpointChoice endpoints={endpoints} />
      )}
      <TextField label="Why" name="reason" optional maxLength={2000} hint="For the audit, which says event.replay." />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" busy={busy}>
          Send it again
        </Button>
      </DialogActions>
    </form>
  );
}

function EndpointChoice({ endpoints }: { readonly endpoints: readonly Choice[] }) {
  if (endpoints.length === 0) return <p>There is no endpoint of this event’s mode. Create one first, or send a copy to a URL.</p>;
  return (
    <fieldset className="flex max-h-48 flex-col gap-2 overflow-auto">
      <legend className="sr-only">Endpoints</legend>
      {endpoints.map(({ value, text }) => (
        <CheckboxField key={value} label={text} name="endpoint" value={value} defaultChecked={endpoints.length === 1} />
      ))}
    </fieldset>
  );
}

/** The secret that signs a copy, shown once. */
function CopySent({ secret, replayId, onClose }: { readonly secret: string; readonly replayId: string; readonly onClose: () => void }) {
  return (
    <>
      <Notice tone="good" alert title="The copy is on its way">
        <p>
          Its signature is made with this secret, shown only now. <TextLink href={`/replays/${replayId}`}>See what becomes of it</TextLink>.
        </p>
        <CodeBlock text={secret} what="secret" wrap />
      </Notice>
      <DialogActions>
        <Button look="primary" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </>
  );
}
