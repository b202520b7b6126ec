"use client";

import { useState } from "react";
import type { RuleSet } from "#lib/validations/rule-set-shape";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { Section } from "../ui/page-header.tsx";
import { ActionEditor } from "./action-editor.tsx";
import { DraftExamples } from "./draft-examples.tsx";
import type { KnownList } from "./known-list.ts";
import { RuleListEditor } from "./rule-list-editor.tsx";
import { useDraft } from "./use-draft.ts";

/** A draft, rule by rule, with what it would say of the latest attempts beside it. */
export function RuleSetEditor({ ruleSet, lists }: { readonly ruleSet: RuleSet; readonly lists: readonly KnownList[] }) {
  const draft = useDraft(ruleSet);
  const { form, errors, refusal, errorOf, change, dirty, busy } = draft;
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const save = async () => {
    const refused = await draft.save();
    const broken = form.rules.filter((_, at) => refused.some(({ path }) => path.startsWith(`rules.${String(at)}.`)));
    if (broken.length > 0) setOpen(new Set([...open, ...broken.map(({ key }) => key)]));
  };
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex min-w-0 flex-col gap-6">
        <RuleListEditor draft={draft} lists={lists} open={open} onOpen={setOpen} />
        <Section title="Where no rule matches">
          <ActionEditor label="Otherwise" action={form.closing} path="default" errorOf={errorOf} onChange={(closing) => change({ closing })} />
        </Section>
        <Section title="Where no decision can be made in time">
          <ActionEditor label="Fall back to" action={form.fallback} path="fallback" errorOf={errorOf} onChange={(fallback) => change({ fallback })} withHandOver={false} />
          {form.fallback.action === "approve" ? (
            <Notice tone="warn" title="Payments go through unchecked when something breaks">
              <p>While the database or your own URL cannot be reached, everything is approved, also what a rule would have declined.</p>
            </Notice>
          ) : null}
          <TextField label="Deadline in milliseconds" inputMode="numeric" className="tabular md:w-40" value={form.deadlineMs} onChange={(event) => change({ deadlineMs: event.target.value })} error={errorOf("deadlineMs")} hint="From the first byte of the request to the answer. Praxis waits two to three seconds." />
        </Section>
        {refusal === null ? null : (
          <Notice tone="bad" alert title="The draft was not saved">
            <p>{refusal}</p>
            {errors.flatMap(({ path, message }) => (path.endsWith(".when") ? [<p key={path}>{`Rule ${String(Number(path.split(".")[1]) + 1)}: ${message}`}</p>] : []))}
          </Notice>
        )}
        <div className="sticky bottom-0 -mx-1 flex flex-wrap items-center gap-3 border-t bg-page px-1 py-3">
          <Button look="primary" busy={busy} disabled={!dirty} onClick={() => void save()}>
            {busy ? "Saving" : "Save the draft"}
          </Button>
          <span role="status" className="text-sm text-soft">
            {dirty ? "There are changes that are not saved." : "All changes are saved. Nothing acts until an admin activates it."}
          </span>
        </div>
      </div>
      <DraftExamples sourceId={ruleSet.sourceId} bodyText={draft.text} />
    </div>
  );
}
