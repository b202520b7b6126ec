import { publicId } from "#lib/platform/ids";
import type { RecordedAttempt, SecondVerdict } from "./decide-again.ts";
import type { DryRunInput } from "./dry-run-input.ts";
import type { DryRun, DryRunRow } from "./dry-run-shape.ts";
import type { RuleSetBody } from "./rule-set-shape.ts";

type Counts = Omit<DryRun, "sourceId" | "from" | "to" | "complete">;

/** Counts what a dry run found, and keeps the latest rows of it. */
export class DryRunTally {
  private readonly recorded = { approve: 0, decline: 0 };
  private readonly would = { approve: 0, decline: 0, handOver: 0 };
  private newlyDeclined = 0;
  private newlyApproved = 0;
  private readonly counts: number[];
  private rows: DryRunRow[] = [];
  private readonly body: RuleSetBody;
  private readonly wanted: Pick<DryRunInput, "rows" | "limit">;

  constructor(body: RuleSetBody, wanted: Pick<DryRunInput, "rows" | "limit">) {
    this.body = body;
    this.wanted = wanted;
    this.counts = Array.from({ length: body.rules.length + 1 }, () => 0);
  }

  add(recorded: RecordedAttempt, { verdict, settled }: SecondVerdict): void {
    const at = verdict.index ?? this.body.rules.length;
    this.counts[at] = (this.counts[at] ?? 0) + 1;
    this.recorded[recorded.action] += 1;
    this.would[settled ?? "handOver"] += 1;
    if (recorded.action === "approve" && settled === "decline") this.newlyDeclined += 1;
    if (recorded.action === "decline" && settled === "approve") this.newlyApproved += 1;
    if (this.wanted.rows === "changed" && (settled === null || settled === recorded.action)) return;
    this.rows.push(rowOf(recorded, { verdict, settled }));
    // Attempts come oldest first, and the newest are told.
    if (this.rows.length > this.wanted.limit * 4) this.rows = this.rows.slice(-this.wanted.limit);
  }

  result(): Counts {
    const actions = [...this.body.rules.map(({ name, then }) => ({ rule: name, action: then.action })), { rule: null, action: this.body.default.action }];
    return {
      attempts: this.recorded.approve + this.recorded.decline,
      recorded: this.recorded,
      would: this.would,
      newlyDeclined: this.newlyDeclined,
      newlyApproved: this.newlyApproved,
      unknown: this.would.handOver,
      byRule: actions.map((action, at) => ({ ...action, count: this.counts[at] ?? 0 })),
      rows: this.rows.slice(-this.wanted.limit).toReversed(),
    };
  }
}

function rowOf({ id, atMs, attempt, action, rule }: RecordedAttempt, { verdict, settled }: SecondVerdict): DryRunRow {
  const { amount, country } = attempt;
  return {
    validationId: publicId("validation", id),
    at: new Date(atMs).toISOString(),
    amount,
    country,
    recorded: { action, rule },
    would: { action: settled ?? "handOver", rule: verdict.rule, description: settled === "decline" && verdict.action.action === "decline" ? verdict.action.description : null },
  };
}
