import { CircleDot, Unplug } from "lucide-react";
import type { Endpoint } from "#lib/endpoints/endpoint-shape";
import { Badge, ModeBadge, StateBadge } from "../ui/state-badge.tsx";

const reasons = { by_hand: "Disabled", gone: "Disabled: gone", failing: "Disabled: failing" } as const;

/** Whether deliveries go out, and why not. */
export function EndpointBadges({ endpoint: { status, circuit, disabledReason, mode } }: { readonly endpoint: Pick<Endpoint, "status" | "circuit" | "disabledReason" | "mode"> }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      {status === "disabled" ? (
        <Badge tone={disabledReason === "by_hand" ? "neutral" : "bad"} icon={Unplug}>
          {reasons[disabledReason ?? "by_hand"]}
        </Badge>
      ) : (
        <StateBadge state={status} />
      )}
      {status === "enabled" && circuit === "open" ? (
        <Badge tone="bad" icon={Unplug}>
          Circuit open
        </Badge>
      ) : null}
      {status === "enabled" && circuit === "half_open" ? (
        <Badge tone="warn" icon={CircleDot}>
          Circuit half open
        </Badge>
      ) : null}
      {mode === "test" ? <ModeBadge mode="test" /> : null}
    </span>
  );
}
