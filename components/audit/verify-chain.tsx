"use client";

import { ShieldCheck } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { apiCall, memberOf, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { formatCount } from "../ui/money-format.ts";
import { Notice } from "../ui/notice.tsx";

type Result =
  | { readonly kind: "idle" }
  | { readonly kind: "walking"; readonly checked: number }
  | { readonly kind: "ended"; readonly intact: boolean; readonly says: string; readonly head: string | null }
  | { readonly kind: "refused"; readonly detail: string };

/** Walks the chain in pieces, with its progress, and says what it found. */
export function VerifyChain({ total, head }: { /** Entries when the page was made. */ readonly total: number; /** To note outside. */ readonly head: string | null }) {
  const [open, setOpen] = useState(false);
  const [result, setResult] = useState<Result>({ kind: "idle" });

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const anchor = String(new FormData(event.currentTarget).get("anchor")).trim();
    setResult({ kind: "walking", checked: 0 });
    setResult(await walk(anchor === "" ? null : anchor, (checked) => setResult({ kind: "walking", checked })));
  };
  const walking = result.kind === "walking";

  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <ShieldCheck aria-hidden className="size-4" />
        Verify the chain
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Verify the chain">
        <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
          <p className="text-soft">Each entry carries the hash of the one before it: whoever edits, removes, inserts or moves one breaks the chain there. Only a head that was noted outside shows that its end was cut off, or that all of it was written anew.</p>
          <TextField label="A head noted earlier" name="anchor" optional autoComplete="off" spellCheck={false} className="font-mono text-xs" placeholder="24:9f86d081…" hint="From this page or the daily mail." error={result.kind === "refused" ? result.detail : undefined} />
          {walking ? (
            <div className="flex flex-col gap-1">
              <progress aria-label="Entries checked" value={result.checked} max={Math.max(total, result.checked, 1)} className="w-full" />
              <p role="status" className="text-sm text-soft">
                {formatCount(result.checked)} of {formatCount(Math.max(total, result.checked))} entries
              </p>
            </div>
          ) : null}
          {result.kind === "ended" ? (
            <Notice tone={result.intact ? "good" : "bad"} title={result.intact ? "The chain is intact" : "The chain is broken"} alert>
              <p>{result.says}</p>
              {result.intact ? null : <p>Somebody wrote to the database past this application. Keep a copy of it as it is, and compare that entry with a backup.</p>}
            </Notice>
          ) : null}
          <CodeBlock text={(result.kind === "ended" ? result.head : null) ?? head ?? "The audit is empty"} what="head" label="The head now: note it outside" wrap />
          <DialogActions>
            <Button onClick={() => setOpen(false)}>Close</Button>
            <Button type="submit" look="primary" busy={walking}>
              Verify
            </Button>
          </DialogActions>
        </form>
      </Dialog>
    </>
  );
}

async function walk(anchor: string | null, onProgress: (checked: number) => void): Promise<Result> {
  let checked = 0;
  for (let after: string | null = null; ; ) {
    const answer = await apiCall("POST", "/audit/verify", { anchor, after });
    if (!answer.ok) return { kind: "refused", detail: answer.errors[0]?.message ?? answer.detail };
    const piece = memberOf(answer.body, "checked");
    checked += typeof piece === "number" ? piece : 0;
    onProgress(checked);
    after = textMember(answer.body, "after");
    if (memberOf(answer.body, "done") === true || after === null) {
      const intact = memberOf(answer.body, "intact") === true;
      return { kind: "ended", intact, says: textMember(answer.body, "says") ?? "", head: intact ? after : null };
    }
  }
}
