import type { KeyRing } from "#lib/platform/seal";
import { listsOf, velocitiesOf } from "./evaluate.ts";
import type { Velocity } from "./condition-shape.ts";
import type { RulesRow } from "./open-rules.sql.ts";
import { type RuleSetBody, ruleSetBody } from "./rule-set-shape.ts";

/** A set that decides or runs beside the one that does. */
export interface OpenRuleSet {
  readonly id: string;
  readonly version: number;
  readonly body: RuleSetBody;
  readonly velocities: readonly Velocity[];
  /** Public ids of the lists that it asks. */
  readonly lists: ReadonlySet<string>;
}

/** All that deciding for a source needs to know before an attempt comes. */
export interface OpenRules {
  readonly active: OpenRuleSet | null;
  readonly shadow: OpenRuleSet | null;
  readonly timeZone: string;
  /** What signs a hand-over, oldest first. */
  readonly secrets: readonly { readonly secret: string; readonly expiresAtMs: number | null }[];
}

/** Throws where a stored set no longer parses or a secret cannot be opened: a fault of ours, answered with the fallback. */
export function openRules({ sets, time_zone: timeZone, secrets }: RulesRow, ring: KeyRing): OpenRules {
  const open = (state: "active" | "shadow"): OpenRuleSet | null => {
    const row = sets.find((set) => set.state === state);
    if (row === undefined) return null;
    const parsed = ruleSetBody.safeParse({ rules: row.rules, default: row.default, fallback: row.fallback, deadlineMs: row.deadlineMs });
    if (!parsed.success && state === "active") throw parsed.error;
    // What runs beside never changes an answer, and a set that cannot be read is none.
    if (!parsed.success) return null;
    const { data: body } = parsed;
    return { id: row.id, version: row.version, body, velocities: velocitiesOf(body), lists: listsOf(body) };
  };
  return {
    active: open("active"),
    shadow: open("shadow"),
    timeZone,
    secrets: secrets.map(({ id, sealedSecret, expiresAtMs }) => ({ secret: ring.open(sealedSecret, { purpose: "hand_over", rowId: id }), expiresAtMs })),
  };
}

export function handsOver({ rules, default: closing }: RuleSetBody): boolean {
  return closing.action === "handOver" || rules.some(({ then }) => then.action === "handOver");
}
