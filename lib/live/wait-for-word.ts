import { type Notifications, notifications } from "#lib/platform/database/notifications";

export interface WordWaiter {
  /** Resolves at the next word after the last wait, at once if one came meanwhile; or after this time, or when closed. */
  readonly wait: (timeoutMs: number) => Promise<void>;
  readonly close: () => void;
}

/** Hears what is told on this connection, by default the process's own: that something was stored, or read, or changed. */
export function openWordWaiter(heardOn: Notifications = notifications(), onPayload: (payload: string) => void = () => undefined): WordWaiter {
  let heard = false;
  let closed = false;
  let wake: (() => void) | null = null;
  const onWord = (payload: string): void => {
    onPayload(payload);
    heard = true;
    wake?.();
  };
  const stopListening = heardOn.listen("countersign_live", onWord);
  return {
    wait: (timeoutMs) =>
      new Promise((resolve) => {
        if (heard || closed) {
          heard = false;
          resolve();
          return;
        }
        const timer = setTimeout(() => wake?.(), timeoutMs);
        wake = () => {
          clearTimeout(timer);
          wake = null;
          heard = false;
          resolve();
        };
      }),
    close: () => {
      closed = true;
      stopListening();
      wake?.();
    },
  };
}
