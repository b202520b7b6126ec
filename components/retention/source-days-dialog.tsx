"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { type RetentionPreview, retentionPreviewShape, type SourceRetention } from "#lib/retention/retention-shape";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { type Choice, SelectField } from "../ui/field.tsx";
import { formatCount } from "../ui/money-format.ts";
import { useToast } from "../ui/toast.tsx";
import { chosenDays, type OwnByKind, OwnDaysFields, ownKinds } from "./own-days-fields.tsx";

interface SourceDaysDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** What is changed; `null`: a source is chosen. */
  readonly now: SourceRetention | null;
  readonly sources: readonly Choice[];
  readonly installation: OwnByKind;
}

/** Gives a source days of its own, once it was counted what would go. */
export function SourceDaysDialog({ open, onClose, now, sources, installation }: SourceDaysDialogProps) {
  const router = useRouter();
  const toast = useToast();
  const done = () => {
    onClose();
    toast("The source’s days are settled.");
    router.refresh();
  };
  return (
    <DangerDialog
      open={open}
      onClose={onClose}
      title={now === null ? "Give a source days of its own" : `Days of ${now.name}`}
      confirm="Settle the days"
      look="primary"
      auditAction="source.set_retention"
      act={(fields) => apiCall("PUT", `/sources/${now?.sourceId ?? String(fields.get("sourceId"))}/retention`, chosenDays(fields))}
      onDone={done}
    >
      {now === null ? <SelectField label="Source" name="sourceId" choices={sources} /> : null}
      <OwnDaysFields now={now} installation={installation} />
      <WouldGo sourceId={now?.sourceId ?? null} />
      <p className="text-sm text-soft">Months that are older go within ten minutes, in pieces, and cannot be brought back. Payments keep their amounts and states.</p>
    </DangerDialog>
  );
}

/** Counts, for what stands in the fields around it. */
function WouldGo({ sourceId }: { readonly sourceId: string | null }) {
  const button = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<string | null>(null);
  const count = async () => {
    const form = button.current?.closest("form");
    if (!(form instanceof HTMLFormElement)) return;
    const wrong = [...form.querySelectorAll<HTMLInputElement>("input[type=number]")].find((input) => !input.checkValidity());
    if (wrong !== undefined) return void wrong.reportValidity();
    const fields = new FormData(form);
    const id = sourceId ?? String(fields.get("sourceId"));
    const days = chosenDays(fields);
    const query = new URLSearchParams({ sourceId: id, ...Object.fromEntries(ownKinds.flatMap(({ name, asked }) => (days[name] === null ? [] : [[asked, String(days[name])]]))) });
    setBusy(true);
    const result = await apiCall("GET", `/retention/preview?${query.toString()}`);
    setBusy(false);
    const preview = result.ok ? retentionPreviewShape.safeParse(result.body) : null;
    setAnswer(preview?.success === true ? wouldGoWords(preview.data, id) : result.ok ? "The answer could not be read: load the page again." : result.detail);
  };
  return (
    <div ref={button} className="flex flex-col items-start gap-2">
      <Button busy={busy} onClick={() => void count()}>
        Count what would go today
      </Button>
      <p role="status" className="text-sm">{answer}</p>
    </div>
  );
}

function wouldGoWords({ kinds, sources }: RetentionPreview, sourceId: string): string {
  const own = sources.filter((source) => source.sourceId === sourceId && source.rows > 0).map(({ kind, rows }) => `${formatCount(rows)} ${kind}`);
  const whole = kinds.filter(({ rows }) => rows > 0).map(({ kind, rows }) => `about ${formatCount(Math.round(rows))} ${kind}`);
  if (own.length + whole.length === 0) return "Nothing would go today.";
  return [...(own.length === 0 ? [] : [`Of this source: ${own.join(", ")}.`]), ...(whole.length === 0 ? [] : [`In whole months, of every source: ${whole.join(", ")}.`])].join(" ");
}
