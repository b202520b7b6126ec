import pg from "pg";
import { log } from "../log.ts";
import { listenerName } from "./listener-name.ts";

/** One LISTEN connection per process, shared by everybody who waits for a word from the database. */
export interface Notifications {
  /** Calls back on each notification, and once after every reconnection, since words may have been missed. */
  readonly listen: (channel: Channel, onWord: (payload: string) => void) => () => void;
  /** False while the connection is away: caches must not trust silence then. */
  readonly isConnected: () => boolean;
  readonly close: () => Promise<void>;
}

export const channels = ["countersign_sources", "countersign_endpoints", "countersign_deliveries", "countersign_settings", "countersign_validations", "countersign_live"] as const;
export type Channel = (typeof channels)[number];

const retryDelayMs = 250;

/**
 * Connects and keeps connecting until closed. Returns at once; `isConnected` tells when words are heard. The connection's
 * name says which master keys this process opens, for whoever is about to seal under a new one.
 */
export function openNotifications(url: string, masterKeyIds: readonly string[] = []): Notifications {
  const listeners = new Map<Channel, Set<(payload: string) => void>>(channels.map((channel) => [channel, new Set()]));
  let client: pg.Client | null = null;
  let connected = false;
  let closed = false;
  let retry: NodeJS.Timeout | null = null;

  const lose = (lost: pg.Client, error?: Error): void => {
    if (client !== lost) return;
    client = null;
    connected = false;
    lost.removeAllListeners("notification");
    lost.end().catch(() => undefined);
    if (closed) return;
    log().warn({ reason: error?.message }, "the notification connection is away; trying again");
    retry = setTimeout(connect, retryDelayMs);
  };

  const connect = (): void => {
    if (closed) return;
    const next = new pg.Client({ connectionString: url, application_name: listenerName(masterKeyIds), connectionTimeoutMillis: 2_000, keepAlive: true });
    client = next;
    next.on("error", (error) => lose(next, error));
    next.on("end", () => lose(next));
    next.on("notification", ({ channel, payload }) => {
      for (const onWord of listeners.get(asChannel(channel) ?? "countersign_live") ?? []) onWord(payload ?? "");
    });
    next
      .connect()
      .then(() => next.query(channels.map((channel) => `listen ${channel}`).join("; ")))
      .then(() => {
        connected = true;
        for (const set of listeners.values()) for (const onWord of set) onWord("");
      })
      .catch((error: unknown) => lose(next, error instanceof Error ? error : undefined));
  };
  connect();

  return {
    listen: (channel, onWord) => {
      listeners.get(channel)?.add(onWord);
      return () => listeners.get(channel)?.delete(onWord);
    },
    isConnected: () => connected,
    close: async () => {
      closed = true;
      if (retry !== null) clearTimeout(retry);
      const last = client;
      client = null;
      connected = false;
      await last?.end().catch(() => undefined);
    },
  };
}

const slot = Symbol.for("countersign.notifications");
const held = globalThis as typeof globalThis & { [slot]?: Notifications };

/** Makes it the process's own; Next's copy of this module finds the same one. */
export function holdNotifications(opened: Notifications): void {
  held[slot] = opened;
}

export function notifications(): Notifications {
  const opened = held[slot];
  if (opened === undefined) throw new Error("the notification connection was used before it was opened");
  return opened;
}

/** `null` in processes that listen to nothing, such as a command of the CLI. */
export function heldNotifications(): Notifications | null {
  return held[slot] ?? null;
}

function asChannel(name: string): Channel | null {
  return channels.find((channel) => channel === name) ?? null;
}
