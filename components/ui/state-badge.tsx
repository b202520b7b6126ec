import { Archive, Ban, CircleAlert, CircleCheck, CircleDashed, CirclePause, CircleX, Clock, Layers, type LucideIcon, ShieldAlert } from "lucide-react";
import { classNames } from "./class-names.ts";

export type Tone = "good" | "warn" | "bad" | "neutral" | "accent";

const tones: Record<Tone, string> = {
  good: "bg-good-wash text-good",
  warn: "bg-warn-wash text-warn",
  bad: "bg-bad-wash text-bad",
  neutral: "bg-hover text-soft",
  accent: "bg-accent-wash text-accent",
};

interface Look {
  readonly tone: Tone;
  readonly icon: LucideIcon;
  readonly word: string;
}

/** Every state that a page shows: never colour alone, always an icon and a word. */
const states = {
  accepted: { tone: "good", icon: CircleCheck, word: "Accepted" },
  duplicate: { tone: "neutral", icon: Layers, word: "Duplicate" },
  conflict: { tone: "warn", icon: CircleAlert, word: "Conflict" },
  rejected: { tone: "bad", icon: ShieldAlert, word: "Rejected" },
  quarantined: { tone: "warn", icon: CirclePause, word: "Quarantined" },
  pending: { tone: "neutral", icon: CircleDashed, word: "Pending" },
  processed: { tone: "good", icon: CircleCheck, word: "Processed" },
  failed: { tone: "bad", icon: CircleX, word: "Failed" },
  active: { tone: "good", icon: CircleCheck, word: "Active" },
  paused: { tone: "warn", icon: CirclePause, word: "Paused" },
  archived: { tone: "neutral", icon: Archive, word: "Archived" },
  expiring: { tone: "warn", icon: Clock, word: "Expiring" },
  expired: { tone: "neutral", icon: Clock, word: "Expired" },
  revoked: { tone: "neutral", icon: Ban, word: "Revoked" },
} as const satisfies Record<string, Look>;

export type State = keyof typeof states;

export function StateBadge({ state }: { readonly state: State }) {
  const { tone, icon, word } = states[state];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}

export function Badge({ tone = "neutral", icon: Icon, children }: { readonly tone?: Tone; readonly icon?: LucideIcon; readonly children: string }) {
  return (
    <span className={classNames("inline-flex h-5 items-center align-middle gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap", tones[tone])}>
      {Icon === undefined ? null : <Icon aria-hidden className="size-3.5 shrink-0" />}
      {children}
    </span>
  );
}

/** Test and live are told apart in words; test carries the colour of the test frame. */
export function ModeBadge({ mode }: { readonly mode: "test" | "live" }) {
  return <Badge tone={mode === "test" ? "warn" : "neutral"}>{mode === "test" ? "Test" : "Live"}</Badge>;
}
