import { CircleAlert, CircleCheck, CirclePause, CircleX, Archive, Clock, KeyRound, type LucideIcon, VolumeX } from "lucide-react";
import type { SourceHealth } from "#lib/stats/stats-shape";
import { Badge, type Tone } from "../ui/state-badge.tsx";

const looks: Readonly<Record<SourceHealth, { readonly tone: Tone; readonly icon: LucideIcon; readonly word: string }>> = {
  ok: { tone: "good", icon: CircleCheck, word: "All right" },
  waiting: { tone: "neutral", icon: Clock, word: "Waiting" },
  no_key: { tone: "warn", icon: KeyRound, word: "No key" },
  refusing: { tone: "bad", icon: CircleX, word: "Refusing" },
  quarantining: { tone: "warn", icon: CircleAlert, word: "Setting aside" },
  silent: { tone: "warn", icon: VolumeX, word: "Silent" },
  paused: { tone: "warn", icon: CirclePause, word: "Paused" },
  archived: { tone: "neutral", icon: Archive, word: "Archived" },
};

export function HealthBadge({ health }: { readonly health: SourceHealth }) {
  const { tone, icon, word } = looks[health];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}
