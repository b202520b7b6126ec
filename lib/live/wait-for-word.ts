import { notifications } from "#lib/platform/database/notifications";

export interface WordWaiter {
  /** Resolves at the next word after the last wait, at once if one came meanwhile; or after this time, or when closed. */
  readonly wait: (timeoutMs: number) => Promise<void>;
  readonly close: () => void;
}

/** Hears that something was stored, on the process's one notification connection. */
export function openWordWaiter(): WordWaiter {
  let heard = false;
  let closed = false;
  let wake: (() => void) | null = null;
  const onWord = (): void => {
    heard = true;
    wake?.();
  };
  const stopListening = notifications().listen("countersign_live", onWord);
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
