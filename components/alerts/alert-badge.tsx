import { CircleAlert, CircleCheck, UserRound } from "lucide-react";
import type { AlertState } from "#lib/alerts/alert-shape";
import { Badge } from "../ui/state-badge.tsx";

/** Where an alert stands: an icon, a word and a colour. */
export function AlertBadge({ state, loud }: { readonly state: AlertState; readonly loud: boolean }) {
  if (state === "resolved") return <Badge tone="good" icon={CircleCheck}>Resolved</Badge>;
  if (state === "acknowledged") return <Badge tone="accent" icon={UserRound}>Acknowledged</Badge>;
  return (
    <Badge tone={loud ? "bad" : "warn"} icon={CircleAlert}>
      Open
    </Badge>
  );
}
