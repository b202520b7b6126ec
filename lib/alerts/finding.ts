import type { AlertRule } from "./alert-shape.ts";
import type { AlertFacts } from "./alert-texts.ts";

/** A condition that a look found. */
export interface Finding {
  readonly rule: AlertRule;
  readonly subject: string;
  readonly sourceId: string | null;
  readonly endpointId: string | null;
  readonly loud: boolean;
  /** An acknowledged alert that grows beyond its level opens again. */
  readonly level: number;
  /** When the newest of what it counts happened; after it was acknowledged, the alert opens again. `null`: it only lasts. */
  readonly newestAt: Date | null;
  readonly facts: AlertFacts;
  /** False: reason enough to keep an alert, not to open one. */
  readonly opens: boolean;
}
