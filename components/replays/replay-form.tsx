"use client";

import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import { apiCall, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { DialogActions } from "../ui/dialog.tsx";
import { CheckboxField, type Choice, TextArea, TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { useToast } from "../ui/toast.tsx";
import { readPlan, type ShownPlan } from "./read-plan.ts";
import { ReplayPlanView } from "./replay-plan-view.tsx";

export interface ReplayManyProps {
  /** By the names of `GET /events`. */
  readonly filter: Readonly<Record<string, string>>;
  /** The filter as people read it. */
  readonly words: string;
  /** One: it is sent there, with nothing to choose. */
  readonly endpoints: readonly Choice[];
  readonly button: string;
  /** Asks from when on: what an endpoint missed began at some moment. */
  readonly asksFrom?: boolean;
}

interface Order {
  readonly filter: Readonly<Record<string, string>>;
  readonly endpointIds: readonly string[];
  readonly ratePerSecond?: number;
  readonly reason: string;
}

/** First the plan in numbers, then the word to go. */
export function ReplayForm({ filter, words, endpoints, asksFrom = false, onClose }: ReplayManyProps & { readonly onClose: () => void }) {
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [planned, setPlanned] = useState<{ readonly order: Order; readonly plan: ShownPlan } | null>(null);
  const [only] = endpoints;

  const plan = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const order = orderOf(new FormData(event.currentTarget), filter, endpoints.length === 1 && only !== undefined ? [only.value] : null);
    setBusy(true);
    const result = await apiCall("POST", "/replays", { ...order, dryRun: true });
    setBusy(false);
    setRefusal(result.ok ? null : result.detail);
    if (result.ok) setPlanned({ order, plan: readPlan(result.body) });
  };
  const start = async (order: Order) => {
    setBusy(true);
    const result = await apiCall("POST", "/replays", order);
    setBusy(false);
    if (!result.ok) {
      setRefusal(result.detail);
      return;
    }
    onClose();
    toast("The replay is made.");
    router.push(`/replays/${textMember(result.body, "id") ?? ""}`);
  };

  return (
    <form onSubmit={(event) => void plan(event)} className="flex flex-col gap-4">
      {refusal === null ? null : (
        <Notice tone="bad" alert title="Nothing was sent">
          <p>{refusal}</p>
        </Notice>
      )}
      {planned === null ? (
        <>
          <p>
            <span className="text-soft">Events:</span> {words}
          </p>
          {asksFrom ? <TextField label="Received from" name="from" type="datetime-local" optional hint="In your own time zone. Empty: all that are kept." /> : null}
          {endpoints.length === 1 && only !== undefined ? (
            <p>
              <span className="text-soft">To:</span> {only.text}
            </p>
          ) : (
            <EndpointChoice endpoints={endpoints} />
          )}
          <TextField label="Deliveries per second at most" name="rate" type="number" optional min={1} max={10_000} hint="Empty: as fast as they are taken, always behind new events." />
          <TextArea label="Why" name="reason" required maxLength={2000} rows={2} hint="For your colleagues and the audit, which says replay.start." />
        </>
      ) : (
        <ReplayPlanView plan={planned.plan} endpointNames={new Map(endpoints.map(({ value, text }) => [value, text]))} />
      )}
      <DialogActions>
        <Button onClick={planned === null ? onClose : () => setPlanned(null)}>{planned === null ? "Cancel" : "Back"}</Button>
        {planned === null ? (
          <Button type="submit" look="primary" busy={busy}>
            Show what would be sent
          </Button>
        ) : planned.plan.count === 0 ? null : (
          <Button look="primary" busy={busy} onClick={() => void start(planned.order)}>
            {planned.plan.needsApproval ? "Ask for approval" : `Send ${planned.plan.countText}`}
          </Button>
        )}
      </DialogActions>
    </form>
  );
}

function EndpointChoice({ endpoints }: { readonly endpoints: readonly Choice[] }) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">To</legend>
      <div className="flex max-h-40 flex-col gap-2 overflow-auto">
        {endpoints.map(({ value, text }) => (
          <CheckboxField key={value} label={text} name="endpoint" value={value} />
        ))}
      </div>
      <p className="text-sm text-soft">None chosen: every endpoint that is not disabled. Each gets what its own filters take.</p>
    </fieldset>
  );
}

function orderOf(fields: FormData, filter: Readonly<Record<string, string>>, fixed: readonly string[] | null): Order {
  const rate = String(fields.get("rate") ?? "").trim();
  const from = new Date(String(fields.get("from") ?? ""));
  return {
    filter: Number.isNaN(from.getTime()) ? filter : { ...filter, from: from.toISOString() },
    endpointIds: fixed ?? fields.getAll("endpoint").map(String),
    ...(rate === "" ? {} : { ratePerSecond: Number(rate) }),
    reason: String(fields.get("reason")).trim(),
  };
}
