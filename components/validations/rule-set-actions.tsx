"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { RuleSet } from "#lib/validations/rule-set-shape";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall, type ApiResult, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { useToast } from "../ui/toast.tsx";
import { ActivateDialog } from "./activate-dialog.tsx";

interface RuleSetActionsProps {
  readonly ruleSet: RuleSet;
  /** The version that decides now. */
  readonly active: RuleSet | null;
  readonly canWrite: boolean;
  readonly canActivate: boolean;
}

/** What can be done with a version: activate it, let it run beside, draft from it, take it out, throw it away. */
export function RuleSetActions({ ruleSet, active, canWrite, canActivate }: RuleSetActionsProps) {
  const router = useRouter();
  const toast = useToast();
  const [asking, setAsking] = useState<"activate" | "retire" | "delete" | null>(null);
  const [busy, setBusy] = useState(false);
  const { id, version, state } = ruleSet;
  const done = (text: string) => {
    setAsking(null);
    toast(text);
    router.refresh();
  };
  const act = async (call: Promise<ApiResult>, onDone: (result: ApiResult) => void) => {
    setBusy(true);
    const result = await call;
    setBusy(false);
    if (result.ok) onDone(result);
    else toast(result.detail, "bad");
  };
  const draft = () => act(apiCall("POST", "/validation-rules", { sourceId: ruleSet.sourceId, basedOn: id }), (result) => result.ok && router.push(`/validations/rules/${textMember(result.body, "id") ?? ""}`));
  const shadow = (enabled: boolean) => act(apiCall("POST", `/validation-rules/${id}/shadow`, { enabled, updatedAt: ruleSet.updatedAt }), () => done(enabled ? `Version ${String(version)} runs beside the active one.` : `Version ${String(version)} no longer runs beside.`));
  return (
    <>
      {canWrite && state !== "draft" ? (
        <Button busy={busy} onClick={() => void draft()}>
          Draft from it
        </Button>
      ) : null}
      {canWrite && state === "draft" ? <Button onClick={() => setAsking("delete")}>Delete the draft</Button> : null}
      {canActivate && state !== "active" ? (
        <Button busy={busy} onClick={() => void shadow(state !== "shadow")}>
          {state === "shadow" ? "Stop running it beside" : "Run it beside"}
        </Button>
      ) : null}
      {canActivate && state === "active" ? <Button onClick={() => setAsking("retire")}>Let no version decide</Button> : null}
      {canActivate && state !== "active" ? (
        <Button look="primary" onClick={() => setAsking("activate")}>
          Activate
        </Button>
      ) : null}
      <ActivateDialog open={asking === "activate"} onClose={() => setAsking(null)} ruleSet={ruleSet} active={active} onDone={() => done(`Version ${String(version)} decides from now on.`)} />
      <DangerDialog open={asking === "retire"} onClose={() => setAsking(null)} title="Let no version decide" confirm="Approve everything" auditAction="ruleSet.retire" act={() => apiCall("POST", `/validation-rules/${id}/retire`)} onDone={() => done("Every payment is approved until a version is activated.")}>
        <p>Version {version} stops deciding and none takes its place: every payment of this source is approved until a version is activated. Version {version} stays, one click back.</p>
      </DangerDialog>
      <DangerDialog
        open={asking === "delete"}
        onClose={() => setAsking(null)}
        title={`Delete the draft of version ${String(version)}`}
        confirm="Delete the draft"
        auditAction="ruleSet.delete"
        withPassword={false}
        act={() => apiCall("DELETE", `/validation-rules/${id}`)}
        onDone={() => {
          toast("The draft is deleted.");
          router.push(`/validations/rules?sourceId=${ruleSet.sourceId}`);
          router.refresh();
        }}
      >
        <p>Its {ruleSet.rules.length === 1 ? "one rule is" : `${String(ruleSet.rules.length)} rules are`} gone for good. Nothing that decides changes.</p>
      </DangerDialog>
    </>
  );
}
