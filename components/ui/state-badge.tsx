import { Archive, Ban, CircleAlert, CircleCheck, CircleDashed, CircleDot, CirclePause, CircleX, Clock, Layers, type LucideIcon, RotateCcw, ShieldAlert, Undo2, UserRound } from "lucide-react";
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
  suspended: { tone: "warn", icon: CirclePause, word: "Suspended" },
  created: { tone: "neutral", icon: CircleDashed, word: "Created" },
  action_required: { tone: "warn", icon: UserRound, word: "Action required" },
  authorized: { tone: "accent", icon: CircleDot, word: "Authorized" },
  partially_captured: { tone: "accent", icon: CircleDot, word: "Partly captured" },
  captured: { tone: "good", icon: CircleCheck, word: "Captured" },
  partially_refunded: { tone: "neutral", icon: Undo2, word: "Partly refunded" },
  refunded: { tone: "neutral", icon: Undo2, word: "Refunded" },
  canceled: { tone: "neutral", icon: Ban, word: "Canceled" },
  partially_paid: { tone: "accent", icon: CircleDot, word: "Partly paid out" },
  paid: { tone: "good", icon: CircleCheck, word: "Paid out" },
  inquiry: { tone: "warn", icon: CircleAlert, word: "Inquiry" },
  open: { tone: "warn", icon: CircleAlert, word: "Open" },
  requested: { tone: "neutral", icon: Clock, word: "Requested" },
  done: { tone: "good", icon: CircleCheck, word: "Done" },
  voided: { tone: "neutral", icon: Ban, word: "Voided" },
  none: { tone: "neutral", icon: CircleCheck, word: "Closed" },
  chargeback: { tone: "bad", icon: CircleX, word: "Charged back" },
  reversed: { tone: "neutral", icon: Undo2, word: "Reversed" },
  lost: { tone: "bad", icon: CircleX, word: "Lost" },
  running: { tone: "accent", icon: CircleDot, word: "Running" },
  completed: { tone: "good", icon: CircleCheck, word: "Completed" },
  enabled: { tone: "good", icon: CircleCheck, word: "Enabled" },
  invited: { tone: "accent", icon: Clock, word: "Invited" },
  disabled: { tone: "bad", icon: Ban, word: "Disabled" },
  succeeded: { tone: "good", icon: CircleCheck, word: "Succeeded" },
  retrying: { tone: "warn", icon: RotateCcw, word: "Retrying" },
  waiting: { tone: "neutral", icon: Clock, word: "Waiting" },
  awaiting_approval: { tone: "warn", icon: UserRound, word: "Needs approval" },
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
