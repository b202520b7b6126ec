import type { AlertRule } from "./alert-shape.ts";

/** The figures of a rule's last look. */
export type AlertFacts = Readonly<Record<string, string | number>>;

export interface AlertSubject {
  readonly rule: AlertRule;
  readonly facts: AlertFacts;
  /** Public ids and names as viewers may see them. */
  readonly source: { readonly id: string; readonly name: string } | null;
  readonly endpoint: { readonly id: string; readonly name: string } | null;
}

export interface AlertText {
  readonly title: string;
  readonly why: string;
  readonly whatToDo: string;
  /** Of the dashboard. */
  readonly path: string;
}

/** What happened, why, what to do, and where: the same words on the page, in mail and in the webhook. */
export function alertText({ rule, facts, source, endpoint }: AlertSubject): AlertText {
  const sourceName = source?.name ?? "a source";
  const endpointName = endpoint?.name ?? "an endpoint";
  const sourceId = source?.id ?? "";
  const sourcePath = `/sources/${sourceId}`;
  const endpointPath = `/endpoints/${endpoint?.id ?? ""}`;
  const figure = (name: string): string => plain(facts[name]);
  switch (rule) {
    case "verification_failures":
      return {
        title: `${sourceName}: messages fail verification`,
        why: `${figure("rejected")} of ${figure("total")} requests since ${figure("since")} UTC were refused, because their signature does not fit any key.`,
        whatToDo: "Open one of them: its page says what was hashed and which usual mistake fits. If the provider changed the key, add the new one.",
        path: `/requests?outcome=rejected&sourceId=${sourceId}&mode=all`,
      };
    case "source_silent":
      return {
        title: `${sourceName} is silent`,
        why: `Its last message came at ${figure("lastAt")} UTC, and an alarm after ${count(facts["minutes"], "minute")} was asked for.`,
        whatToDo: "Look into the provider's back office: is the URL still registered and enabled, does the provider report failures?",
        path: sourcePath,
      };
    case "messages_quarantined":
      return {
        title: `${sourceName}: ${count(facts["count"], "message")} in quarantine`,
        why: "They are signed with our key, but could not be used. They were answered as taken, so the provider will not send them again.",
        whatToDo: "Open them to see the reason, correct the source's settings, then verify them again: they become events like any other.",
        path: `/requests?outcome=quarantined&sourceId=${sourceId}&mode=all`,
      };
    case "events_failed":
      return {
        title: `${sourceName}: ${count(facts["count"], "event")} could not be read`,
        why: "The worker stopped at them, so their payments do not show them and nothing was sent on.",
        whatToDo: "Open one of them for the reason; after it is mended, read them again.",
        path: `/events?state=failed&sourceId=${sourceId}&mode=all`,
      };
    case "anomalies":
      return {
        title: `${sourceName}: ${count(facts["count"], "payment")} with an open anomaly`,
        why: "Amounts or states of these payments contradict one another.",
        whatToDo: "Open each, compare it with the provider's back office, and acknowledge what is explained.",
        path: `/transactions?anomaly=any&sourceId=${sourceId}&mode=all`,
      };
    case "key_expiring":
      return keyText(sourceName, facts, sourcePath);
    case "deliveries_failing":
      return {
        title: `${endpointName}: deliveries fail`,
        why: `${figure("failed")} of ${figure("total")} attempts within the last hour failed.`,
        whatToDo: "Look at the answers of its last attempts. What failed is tried again for 24 hours.",
        path: endpointPath,
      };
    case "circuit_open":
      return {
        title: `${endpointName}: its circuit is open`,
        why: "It failed so often that only single tries are sent, until one of them succeeds.",
        whatToDo: "Look at the answers of its last attempts, and at the server behind it. Nothing is lost: what waits is sent when it recovers.",
        path: endpointPath,
      };
    case "endpoint_disabled":
      return {
        title: `${endpointName} was disabled`,
        why: facts["reason"] === "gone" ? "It answered 410 Gone, which asks us to send nothing more." : "Nothing but failures for five days.",
        whatToDo: "When its server works again, enable it. Then send what it missed.",
        path: endpointPath,
      };
    case "queue_old":
      return facts["queue"] === "events"
        ? { title: "Events wait to be read", why: `The oldest waits since ${figure("since")} UTC.`, whatToDo: "See whether a worker runs and whether the machine has processor and disk left.", path: "/queue" }
        : { title: `${endpointName}: deliveries wait`, why: `The oldest was due at ${figure("since")} UTC, although its circuit is closed.`, whatToDo: "See whether a worker runs, and whether the endpoint's own limits (rate, in flight) are too small for what is sent.", path: "/queue" };
    case "worker_missing":
      return { title: "No worker runs", why: `${facts["lastBeatAt"] === "never" ? "None was started, or the last one was stopped." : `The last sign of one came at ${figure("lastBeatAt")} UTC.`} Messages are received and kept, but not read and not sent on.`, whatToDo: "Start it: npm run worker, or npm start for all in one.", path: "/queue" };
  }
}

function keyText(sourceName: string, facts: AlertFacts, path: string): AlertText {
  const [key, endsAt] = [`${sourceName}: key ${plain(facts["fingerprint"])}`, plain(facts["expiresAt"])];
  if (facts["days"] === 0) {
    return {
      title: `${key} has expired`,
      why: `It ended at ${endsAt} UTC and no other key verifies: everything that the provider sends is refused.`,
      whatToDo: "Add the provider's new key, or move the date of this one. Then verify again what was refused meanwhile.",
      path,
    };
  }
  return {
    title: `${key} expires ${within(facts["days"])}`,
    why: `It ends at ${endsAt} UTC and ${facts["isLast"] === "yes" ? "no other key verifies after that" : "still verified messages within the last day"}: what it signs will be refused then.`,
    whatToDo: "Add the provider's new key, or move the date if this one stays in use.",
    path,
  };
}

function plain(value: string | number | undefined): string {
  return value === undefined ? "?" : String(value);
}

function count(value: string | number | undefined, noun: string): string {
  return `${plain(value)} ${noun}${value === 1 ? "" : "s"}`;
}

function within(days: string | number | undefined): string {
  return days === 1 ? "within a day" : `within ${plain(days)} days`;
}
