import { useRouter } from "next/navigation";
import { useEffect, useMemo, useState } from "react";
import type { RuleSet } from "#lib/validations/rule-set-shape";
import { apiCall, type RefusedField, textMember } from "../api-call.ts";
import { useToast } from "../ui/toast.tsx";
import { bodyOfForm, formOfRuleSet, type RuleSetForm } from "./rule-form.ts";

/** A draft while it is edited: what stands in the form, what of it is saved, and what was refused of it. */
export function useDraft(ruleSet: RuleSet) {
  const router = useRouter();
  const toast = useToast();
  const [form, setForm] = useState<RuleSetForm>(() => formOfRuleSet(ruleSet));
  const [saved, setSaved] = useState(() => JSON.stringify(bodyOfForm(form)));
  const [updatedAt, setUpdatedAt] = useState(ruleSet.updatedAt);
  const [errors, setErrors] = useState<readonly RefusedField[]>([]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const body = useMemo(() => bodyOfForm(form), [form]);
  const text = JSON.stringify(body);
  const dirty = text !== saved;
  useWarning(dirty);

  /** Whether it was saved; with `updatedAt` as it was read, so that nobody is overwritten unseen. */
  const save = async (): Promise<readonly RefusedField[]> => {
    setBusy(true);
    const result = await apiCall("PATCH", `/validation-rules/${ruleSet.id}`, { ...body, updatedAt });
    setBusy(false);
    setErrors(result.ok ? [] : result.errors);
    setRefusal(result.ok ? null : result.detail);
    if (!result.ok) return result.errors;
    setSaved(text);
    setUpdatedAt(textMember(result.body, "updatedAt") ?? updatedAt);
    toast("The draft is saved.");
    router.refresh();
    return [];
  };
  /** What was refused of a field, or of a value in it. */
  const errorOf = (path: string) => errors.find((error) => error.path === path)?.message ?? errors.find((error) => error.path.startsWith(`${path}.value`) || error.path === `${path}.op` || error.path === `${path}.velocity`)?.message;
  const change = (part: Partial<RuleSetForm>) => setForm((before) => ({ ...before, ...part }));
  return { form, body, text, dirty, busy, errors, refusal, errorOf, change, save };
}

export type Draft = ReturnType<typeof useDraft>;

/** Asks before a page with changes that are not saved is left. */
function useWarning(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [dirty]);
}
