"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, type SubmitEvent, useState } from "react";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall, type ApiResult, type RefusedField } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { useToast } from "../ui/toast.tsx";

interface SettingsPartProps {
  /** The body of PATCH /settings, from what was entered. */
  readonly changes: (fields: FormData) => Readonly<Record<string, unknown>>;
  /** What a change means, for parts that need the password again; `null`: it is saved at once. */
  readonly danger: ReactNode | ((body: Readonly<Record<string, unknown>>) => ReactNode);
  readonly confirm?: string;
  readonly readOnly: boolean;
  readonly children: (errorAt: (path: string) => string | undefined) => ReactNode;
  readonly onSaved?: (body: unknown) => void;
}

/** One part of the settings: its fields, a button to save them, and what the API refused at its field. */
export function SettingsPart({ changes, danger, confirm = "Save", readOnly, children, onSaved }: SettingsPartProps) {
  const router = useRouter();
  const toast = useToast();
  const [asking, setAsking] = useState<Readonly<Record<string, unknown>> | null>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<{ readonly detail: string; readonly errors: readonly RefusedField[] } | null>(null);
  const errorAt = (path: string) => refused?.errors.find((error) => error.path === path || error.path.startsWith(`${path}.`))?.message;

  const save = async (body: Readonly<Record<string, unknown>>): Promise<ApiResult> => {
    const result = await apiCall("PATCH", "/settings", body);
    setRefused(result.ok ? null : result);
    return result;
  };
  const done = (body: unknown) => {
    setAsking(null);
    toast("The settings are saved.");
    onSaved?.(body);
    router.refresh();
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = changes(new FormData(event.currentTarget));
    if (danger !== null) return setAsking(body);
    setBusy(true);
    const result = await save(body);
    setBusy(false);
    if (result.ok) done(result.body);
  };

  return (
    <>
      <form onSubmit={(event) => void submit(event)} className="flex max-w-xl flex-col gap-4">
        <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-4">
          {children(errorAt)}
        </fieldset>
        {refused === null ? null : (
          <Notice tone="bad" alert>
            <p>{refused.errors.length === 0 ? refused.detail : "Nothing was saved: look at the marked field."}</p>
          </Notice>
        )}
        {readOnly ? null : (
          <Button type="submit" busy={busy} className="self-start">
            Save
          </Button>
        )}
      </form>
      <DangerDialog
        open={asking !== null}
        onClose={() => setAsking(null)}
        title="Save these settings"
        confirm={confirm}
        look="primary"
        auditAction="settings.update"
        act={async () => {
          const result = await save(asking ?? {});
          if (!result.ok && result.errors.length > 0) setAsking(null);
          return result;
        }}
        onDone={done}
      >
        {typeof danger === "function" ? danger(asking ?? {}) : danger}
      </DangerDialog>
    </>
  );
}
