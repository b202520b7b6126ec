/** What the stream tells: that something of this kind arrived. */
export type FrameKind = "event" | "request" | "transaction" | "delivery" | "validation" | "alert";
export type LiveState = "connecting" | "live" | "paused" | "interrupted";

export interface LiveFeed {
  readonly state: () => LiveState;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Calls back on every frame; returns the way to stop. */
  readonly onFrame: (callback: (kind: FrameKind) => void) => () => void;
  readonly onState: (callback: () => void) => () => void;
  readonly close: () => void;
}

/**
 * One event stream for the whole page, from `afterId` on: what is stored between the rendering of the page and the
 * opening of the stream, or during a pause, is told too. The browser reconnects by itself, with the id of the last frame.
 */
export function openLiveFeed(url: string, afterId: string): LiveFeed {
  let lastId = afterId;
  let state: LiveState = "connecting";
  let source: EventSource | null = null;
  const frameCallbacks = new Set<(kind: FrameKind) => void>();
  const stateCallbacks = new Set<() => void>();

  const enter = (next: LiveState) => {
    if (state === next) return;
    state = next;
    for (const callback of stateCallbacks) callback();
  };
  const connect = () => {
    const opened = new EventSource(`${url}?after=${encodeURIComponent(lastId)}`);
    opened.addEventListener("open", () => enter("live"));
    opened.addEventListener("error", () => enter("interrupted"));
    for (const kind of ["event", "request", "transaction", "delivery", "validation", "alert"] as const) {
      opened.addEventListener(kind, ({ lastEventId }) => {
        lastId = lastEventId;
        for (const callback of frameCallbacks) callback(kind);
      });
    }
    source = opened;
  };
  connect();

  return {
    state: () => state,
    pause: () => {
      source?.close();
      enter("paused");
    },
    resume: () => {
      enter("connecting");
      connect();
    },
    onFrame: (callback) => {
      frameCallbacks.add(callback);
      return () => frameCallbacks.delete(callback);
    },
    onState: (callback) => {
      stateCallbacks.add(callback);
      return () => stateCallbacks.delete(callback);
    },
    close: () => source?.close(),
  };
}
