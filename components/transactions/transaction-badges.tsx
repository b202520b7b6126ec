import { CircleAlert, CircleX, Hand, TriangleAlert, Undo2 } from "lucide-react";
import type { DisputeState } from "#lib/transactions/status";
import type { Transaction } from "#lib/transactions/transaction-shape";
import { Badge, ModeBadge, StateBadge } from "../ui/state-badge.tsx";
import { anomalyWords, disputeWords } from "./transaction-words.ts";

type Marked = Pick<Transaction, "status" | "dispute" | "unlinked" | "resolution" | "anomalies" | "kind" | "mode">;

/** The state of a transaction, and whatever about it is out of the ordinary. */
export function TransactionBadges({ transaction }: { readonly transaction: Marked }) {
  const open = transaction.anomalies.filter(({ acknowledged }) => !acknowledged);
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      <StateBadge state={transaction.status} />
      {transaction.kind === "payout" ? <Badge>Payout</Badge> : null}
      {transaction.unlinked ? <Badge tone="warn">Unlinked refund</Badge> : null}
      <DisputeBadge dispute={transaction.dispute} />
      {transaction.resolution === null ? null : <Badge icon={Hand}>By hand</Badge>}
      {open.length === 0 ? null : (
        <span title={open.map(({ code }) => anomalyWords[code]).join("\n")}>
          <Badge tone="warn" icon={TriangleAlert}>
            {open.length === 1 ? "Anomaly" : `${String(open.length)} anomalies`}
          </Badge>
        </span>
      )}
      {transaction.mode === "test" ? <ModeBadge mode="test" /> : null}
    </span>
  );
}

const disputeLooks = {
  inquiry: { tone: "warn", icon: CircleAlert },
  open: { tone: "warn", icon: CircleAlert },
  chargeback: { tone: "bad", icon: CircleX },
  reversed: { tone: "neutral", icon: Undo2 },
  lost: { tone: "bad", icon: CircleX },
} as const;

function DisputeBadge({ dispute }: { readonly dispute: DisputeState }) {
  if (dispute === "none") return null;
  return <Badge {...disputeLooks[dispute]}>{disputeWords[dispute]}</Badge>;
}
