import type { MessageKind, Mode, ProviderId } from "#lib/providers/provider";
import { judgeByPraxis } from "./judge-by-praxis.ts";
import type { Judgement, ReceivedAnswer } from "./received-answer.ts";

/** How a provider sends: when it gives up waiting, when it tries again, and what it takes for done. */
export interface SendingManner {
  readonly timeLimitMs: number;
  /** Seconds before each further attempt; when they are used up, the provider gives the message up. */
  readonly retryDelaysSeconds: readonly number[];
  /** True where later messages wait behind one that was not taken. */
  readonly queues: boolean;
  /** True where the signature is made anew for every attempt; elsewhere a message keeps the one it was made with. */
  readonly signsAgain: boolean;
  /** True where the signature covers the time of sending, so that a receiver may refuse old ones. */
  readonly signsTime: boolean;
  readonly judge: (answer: ReceivedAnswer, kind: MessageKind) => Judgement;
}

const minute = 60;
const hour = 3_600;

function judgeByStatus({ status }: ReceivedAnswer): Judgement {
  return status !== null && status >= 200 && status < 300 ? "taken" : "again";
}

/** 410 asks not to be called any more; Svix ends one message where the receiver says so in a header. */
function judgeByWebhookRules(answer: ReceivedAnswer): Judgement {
  if (answer.status === 410 || answer.headers.get("webhook-delivery") === "abort-message") return "final";
  return judgeByStatus(answer);
}

const whole = { queues: false, signsAgain: true, signsTime: true, judge: judgeByStatus } as const;

/** Three quick tries, then 2, 5, 10, 15, 30 min, 1, 2, 4, 8 h and every 8 h until 30 days are over (docs.adyen.com, "Handle webhook events"). */
const adyen: SendingManner = {
  ...whole,
  timeLimitMs: 10_000,
  retryDelaysSeconds: [9, 18, 27, ...[2, 5, 10, 15, 30].map((minutes) => minutes * minute), ...[1, 2, 4, 8].map((hours) => hours * hour), ...Array.from({ length: 87 }, () => 8 * hour)],
  queues: true,
  signsAgain: false,
  signsTime: false,
};

/** About five minutes after a −1 or an answer that cannot be read; how often is not published, and here an hour of it. A validation is asked once: its customer waits. */
const praxis: SendingManner = { ...whole, timeLimitMs: 10_000, retryDelaysSeconds: Array.from({ length: 12 }, () => 5 * minute), signsAgain: false, signsTime: false, judge: judgeByPraxis };

/** 5 s, 5 and 30 min, 2, 5, 10 and 10 h (docs.svix.com, "Retries"). */
const svix: SendingManner = { ...whole, timeLimitMs: 15_000, retryDelaysSeconds: [5, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour], judge: judgeByWebhookRules };

/** Exponential, with a last attempt after 24 h: the guide says no more. */
const gateway: SendingManner = { ...whole, timeLimitMs: 15_000, retryDelaysSeconds: [10, minute, 5 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 4 * hour, 8 * hour, 29_330], signsTime: false };

/** The schedule that the specification gives as an example. */
const standardWebhooks: SendingManner = { ...svix, retryDelaysSeconds: [5, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour] };

/** Live: three days, each wait twice the one before. In a sandbox three tries over a few hours. */
const stripe = (mode: Mode): SendingManner => ({
  ...whole,
  timeLimitMs: 15_000,
  retryDelaysSeconds: mode === "test" ? [hour, 3 * hour] : [...Array.from({ length: 8 }, (_, index) => 5 * minute * 2 ** index), ...Array.from({ length: 4 }, () => 12 * hour)],
});

export function mannerOf(provider: ProviderId, settings: Readonly<Record<string, unknown>>, mode: Mode): SendingManner {
  switch (provider) {
    case "adyen":
      return adyen;
    case "praxis":
      return praxis;
    case "prahsys":
      return settings["scheme"] === "protocol" ? { ...svix, signsTime: false } : svix;
    case "gateway":
      return { ...gateway, signsTime: typeof settings["timestampHeader"] === "string" };
    case "stripe":
      return stripe(mode);
    case "standard-webhooks":
      return standardWebhooks;
  }
}
