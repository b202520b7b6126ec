import { mostAlone } from "#lib/deliveries/replay-shape";
import { memberOf, textMember } from "../api-call.ts";
import { formatCount } from "../ui/money-format.ts";

export interface ShownPlan {
  readonly count: number;
  readonly countText: string;
  /** So many that a second person has to approve it. */
  readonly needsApproval: boolean;
  readonly endpoints: readonly { readonly id: string; readonly count: number }[];
  readonly sample: readonly { readonly id: string; readonly type: string; readonly receivedAt: string }[];
}

/** The answer of a dry run. */
export function readPlan(body: unknown): ShownPlan {
  const count = countOf(body);
  return {
    count,
    countText: formatCount(count),
    needsApproval: count > mostAlone,
    endpoints: listOf(body, "endpoints").map((one) => ({ id: textMember(one, "id") ?? "", count: countOf(one) })),
    sample: listOf(body, "sample").map((event) => ({ id: textMember(event, "id") ?? "", type: textMember(event, "type") ?? "An event", receivedAt: textMember(event, "receivedAt") ?? "" })),
  };
}

function countOf(value: unknown): number {
  const count = memberOf(value, "count");
  return typeof count === "number" ? count : 0;
}

function listOf(value: unknown, name: string): readonly unknown[] {
  const list = memberOf(value, name);
  return Array.isArray(list) ? list : [];
}
