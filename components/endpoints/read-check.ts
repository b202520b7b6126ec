import type { CheckStep } from "#lib/endpoints/endpoint-shape";
import { memberOf, textMember } from "../api-call.ts";

const stepNames: readonly CheckStep["step"][] = ["url", "dns", "address", "connection", "tls"];

/** The steps in the answer of a check. */
export function readCheck(body: unknown): { readonly ok: boolean; readonly steps: readonly CheckStep[] } {
  const steps = memberOf(body, "steps");
  return { ok: memberOf(body, "ok") === true, steps: Array.isArray(steps) ? steps.flatMap(readStep) : [] };
}

function readStep(value: unknown): readonly CheckStep[] {
  const step = stepNames.find((name) => name === textMember(value, "step"));
  const ok = memberOf(value, "ok");
  return step === undefined ? [] : [{ step, ok: typeof ok === "boolean" ? ok : null, says: textMember(value, "says") ?? "" }];
}
