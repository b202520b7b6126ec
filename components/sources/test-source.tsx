"use client";

import { Send } from "lucide-react";
import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import { misbehaviours } from "#lib/simulator/misbehaviour";
import { apiCall } from "../api-call.ts";
import { goodAnswers, misbehaviourChoices } from "../sandbox/misbehaviour-words.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { SelectField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { readSourceTest, type SourceTestAnswer } from "./read-source-test.ts";
import { SourceTestResult } from "./source-test-result.tsx";

interface TestSourceProps {
  readonly sourceId: string;
  readonly providerName: string;
  /** What can happen at this provider, by its id. */
  readonly scenarios: readonly { readonly value: string; readonly text: string }[];
}

/** Has the provider played by us send this test source a story, well or badly, and says what was answered. */
export function TestSource(props: TestSourceProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Send aria-hidden className="size-4" />
        Send a test
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Send a test">
        <TestForm {...props} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function TestForm({ sourceId, providerName, scenarios, onClose }: TestSourceProps & { readonly onClose: () => void }) {
  const router = useRouter();
  const [scenario, setScenario] = useState(scenarios[0]?.value ?? "");
  const [misbehave, setMisbehave] = useState("");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [told, setTold] = useState<SourceTestAnswer | null>(null);
  const how = misbehaviours.find((name) => name === misbehave);
  const send = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setTold(null);
    const result = await apiCall("POST", `/sources/${sourceId}/test`, { scenario, misbehave: how ?? null });
    setBusy(false);
    setRefusal(result.ok ? null : result.detail);
    if (!result.ok) return;
    setTold(readSourceTest(result.body));
    router.refresh();
  };
  return (
    <form onSubmit={(event) => void send(event)} className="flex flex-col gap-4">
      <p className="text-soft">Countersign plays {providerName}: it signs what would be sent, posts it to this source’s URL and checks the answers. Nothing is tried again.</p>
      <SelectField label="What happens" name="scenario" choices={scenarios} value={scenario} onChange={(event) => setScenario(event.target.value)} />
      <SelectField label="How it is sent" name="misbehave" choices={misbehaviourChoices} value={misbehave} onChange={(event) => setMisbehave(event.target.value)} hint={how === undefined ? undefined : goodAnswers[how]} />
      {refusal === null ? null : (
        <Notice tone="bad" alert title="Nothing was sent">
          <p>{refusal}</p>
        </Notice>
      )}
      <DialogActions>
        <Button onClick={onClose}>{told === null ? "Cancel" : "Close"}</Button>
        <Button type="submit" look="primary" busy={busy}>
          {busy ? "Sending" : told === null ? "Send" : "Send again"}
        </Button>
      </DialogActions>
      {told === null ? null : <SourceTestResult told={told} />}
    </form>
  );
}
