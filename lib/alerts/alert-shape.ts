import { z } from "zod";

/** What the API says of alerts. Times are RFC 3339 UTC; no shape holds names of customers, URLs or secrets. */

export const alertRules = [
  "verification_failures",
  "source_silent",
  "messages_quarantined",
  "events_failed",
  "anomalies",
  "key_expiring",
  "deliveries_failing",
  "circuit_open",
  "endpoint_disabled",
  "queue_old",
  "worker_missing",
] as const;
export type AlertRule = (typeof alertRules)[number];

export const alertStates = ["open", "acknowledged", "resolved"] as const;
export type AlertState = (typeof alertStates)[number];

const time = z.iso.datetime();

const rowMembers = {
  id: z.string().meta({ description: "alr_…" }),
  rule: z.enum(alertRules),
  state: z.enum(alertStates).meta({ description: "resolved: the condition ended by itself; it is never opened again, a new one is" }),
  loud: z.boolean().meta({ description: "While it is open, it also stands above every page" }),
  sourceId: z.string().nullable().meta({ description: "src_…" }),
  endpointId: z.string().nullable().meta({ description: "end_…" }),
  title: z.string().meta({ description: "What happened" }),
  why: z.string(),
  whatToDo: z.string(),
  path: z.string().meta({ description: "The page of the dashboard to go to" }),
  openedAt: time,
  lastSeenAt: time.meta({ description: "When the condition was last found" }),
  acknowledgedAt: time.nullable(),
  acknowledgedBy: z.string().nullable(),
  resolvedAt: time.nullable(),
};

export const alertRowShape = z.object(rowMembers).meta({ id: "AlertRow" });
export type AlertRow = z.infer<typeof alertRowShape>;

export const alertShape = z
  .object({
    ...rowMembers,
    changes: z.array(z.object({ state: z.enum(alertStates), at: time, by: z.string().nullable() })).meta({ description: "Newest first; what was announced" }),
  })
  .meta({ id: "Alert" });
export type Alert = z.infer<typeof alertShape>;

export const channelNames = ["mail", "webhook"] as const;
export type ChannelName = (typeof channelNames)[number];

export const channelTestShape = z
  .object({
    channels: z.array(
      z.object({
        channel: z.enum(channelNames),
        outcome: z.enum(["sent", "not_configured", "failed"]),
        says: z.string().meta({ description: "What the channel said, in a sentence" }),
        durationMs: z.number(),
      }),
    ),
  })
  .meta({ id: "AlertChannelTest" });
export type ChannelTest = z.infer<typeof channelTestShape>;
