/** What was looked at, what was found, and what to do where something is wrong. */
export interface CheckResult {
  readonly check: string;
  readonly state: "ok" | "warning" | "wrong" | "skipped";
  readonly finding: string;
  /** `null` where there is nothing to do. */
  readonly todo: string | null;
}

export const ok = (check: string, finding: string): CheckResult => ({ check, state: "ok", finding, todo: null });
export const skipped = (check: string, finding: string): CheckResult => ({ check, state: "skipped", finding, todo: null });
export const warning = (check: string, finding: string, todo: string): CheckResult => ({ check, state: "warning", finding, todo });
export const wrong = (check: string, finding: string, todo: string): CheckResult => ({ check, state: "wrong", finding, todo });
