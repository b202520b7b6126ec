import { Activity, Ban, CircleAlert, CircleCheck, CircleDashed, CircleX, Clock, Hand, Layers, LockOpen, type LucideIcon, RotateCcw, Send, Undo2 } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Money as MoneyValue } from "#lib/providers/fact";
import { Money } from "../ui/money.tsx";
import { formatCount } from "../ui/money-format.ts";
import { Badge, type State } from "../ui/state-badge.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { TimeText } from "../ui/time-text.tsx";

/** One thing that happened to a transaction: an event of the provider, a delivery of one, or an act of a person. */
export type TimelineItem =
  | {
      readonly kind: "event";
      readonly id: string;
      /** The provider's time where it tells one, else ours. */
      readonly at: string;
      readonly title: string;
      readonly type: string | null;
      readonly providerType: string | null;
      readonly amount: MoneyValue | null;
      readonly marks: readonly string[];
    }
  | {
      readonly kind: "delivery";
      readonly id: string;
      /** When it ended, else when it was made. */
      readonly at: string;
      readonly state: State;
      readonly title: string;
      /** What was sent, and what came back. */
      readonly about: string;
      readonly isReplay: boolean;
      /** The event that has older deliveries, which are not shown. */
      readonly earlierOf: string | null;
    }
  | { readonly kind: "act"; readonly id: string; readonly at: string; readonly action: string; readonly title: string; readonly by: string; readonly note: string | null };

const eventIcons: readonly (readonly [RegExp, LucideIcon, string])[] = [
  [/^(payment\.completed|payout\.completed|dispute\.won)/, CircleCheck, "text-good"],
  [/(\.failed|dispute\.lost|dispute\.opened)$/, CircleX, "text-bad"],
  [/^payment\.(canceled|expired)/, CircleAlert, "text-soft"],
  [/^refund\./, Undo2, "text-accent"],
  [/^payment\.authorized/, CircleCheck, "text-accent"],
  [/^payment\.(created|pending|action_required)/, CircleDashed, "text-soft"],
  [/^dispute\./, CircleAlert, "text-warn"],
];
const actIcons: ReadonlyMap<string, LucideIcon> = new Map([["transaction.resolve", Hand], ["transaction.reopen", LockOpen], ["transaction.rebuild", RotateCcw]]);

const deliveryIcons: Partial<Record<State, readonly [LucideIcon, string]>> = { succeeded: [Send, "text-soft"], failed: [CircleX, "text-bad"], retrying: [RotateCcw, "text-warn"], waiting: [Clock, "text-soft"], canceled: [Ban, "text-soft"] };

/** What happened, newest first: events of the provider joined with what people did and what was sent. */
export function Timeline({ items, earlier }: { readonly items: readonly TimelineItem[]; /** Where older ones are shown too, and how many there are. */ readonly earlier: { readonly href: string; readonly count: number } | null }) {
  return (
    <div className="flex flex-col gap-3">
      <ol className="flex flex-col">
        {items.map((item, at) => (
          <Step key={`${item.kind} ${item.id}`} item={item} isLast={at === items.length - 1} />
        ))}
      </ol>
      {earlier === null ? null : (
        <Link href={earlier.href} scroll={false} prefetch={false} className="self-start rounded-md border px-3 py-1.5 text-sm font-medium hover:bg-hover">
          Show more: {formatCount(earlier.count)} earlier
        </Link>
      )}
    </div>
  );
}

function Step({ item, isLast }: { readonly item: TimelineItem; readonly isLast: boolean }) {
  const [Icon, ink] = iconOf(item);
  return (
    <li className="relative flex gap-3 pb-4 last:pb-0">
      {isLast ? null : <span aria-hidden className="absolute top-6 bottom-0 left-[0.46875rem] w-px bg-line" />}
      <Icon aria-hidden className={`relative mt-0.5 size-4 shrink-0 bg-page ${ink}`} />
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5">
        <div className="flex min-w-0 flex-col gap-0.5">{item.kind === "event" ? <EventStep item={item} /> : item.kind === "delivery" ? <DeliveryStep item={item} /> : <ActStep item={item} />}</div>
        <span className="text-sm text-soft">
          <TimeText at={item.at} as="exact" />
        </span>
      </div>
    </li>
  );
}

function iconOf(item: TimelineItem): readonly [LucideIcon, string] {
  if (item.kind === "act") return [actIcons.get(item.action) ?? Hand, "text-ink"];
  if (item.kind === "delivery") return deliveryIcons[item.state] ?? [Send, "text-soft"];
  const found = eventIcons.find(([pattern]) => pattern.test(item.type ?? ""));
  return found === undefined ? [Activity, "text-soft"] : [found[1], found[2]];
}

function EventStep({ item }: { readonly item: Extract<TimelineItem, { kind: "event" }> }) {
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Link href={`/events/${item.id}`} className="font-medium underline decoration-line underline-offset-2 hover:decoration-ink">
          {item.title}
        </Link>
        {item.amount === null ? null : <Money {...item.amount} />}
        {item.marks.map((mark) => (
          <Badge key={mark} icon={Layers}>
            {mark}
          </Badge>
        ))}
      </span>
      {item.providerType === null ? null : <span className="mono break-all text-soft">{item.providerType}</span>}
    </>
  );
}

function DeliveryStep({ item }: { readonly item: Extract<TimelineItem, { kind: "delivery" }> }) {
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Link href={`/deliveries/${item.id}`} prefetch={false} className="underline decoration-line underline-offset-2 hover:decoration-ink">
          {item.title}
        </Link>
        {item.isReplay ? <Badge icon={RotateCcw}>Replay</Badge> : null}
      </span>
      <span className="text-sm text-soft">
        {item.about}
        {item.earlierOf === null ? null : (
          <>
            {" · "}
            <TextLink href={`/deliveries?eventId=${item.earlierOf}`}>earlier deliveries of this event</TextLink>
          </>
        )}
      </span>
    </>
  );
}

function ActStep({ item }: { readonly item: Extract<TimelineItem, { kind: "act" }> }) {
  return (
    <>
      <span>
        <span className="font-medium">{item.title}</span> <Soft>by {item.by}</Soft>
      </span>
      {item.note === null || item.note === "" ? null : <span className="border-l-2 pl-2 text-sm break-words whitespace-pre-line text-soft">{item.note}</span>}
    </>
  );
}

function Soft({ children }: { readonly children: ReactNode }) {
  return <span className="text-soft">{children}</span>;
}
