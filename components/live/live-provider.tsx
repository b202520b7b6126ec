"use client";

import { usePathname, useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { type FrameKind, type LiveFeed, type LiveState, openLiveFeed } from "./live-feed.ts";

interface LiveContextValue {
  readonly state: LiveState;
  readonly pause: () => void;
  readonly resume: () => void;
}

const LiveContext = createContext<LiveContextValue>({ state: "connecting", pause: () => undefined, resume: () => undefined });
/** How many parts of the page want it to stay as it is. */
const HeldContext = createContext<{ current: number }>({ current: 0 });
const FeedContext = createContext<LiveFeed | null>(null);

export function useLive(): LiveContextValue {
  return useContext(LiveContext);
}

/** While the part that calls it is shown, nothing that arrives draws the page anew: it says what a new page would not. */
export function useHeldPage(): void {
  const held = useContext(HeldContext);
  useEffect(() => {
    held.current += 1;
    return () => {
      held.current -= 1;
    };
  }, [held]);
}

/** Calls back when something arrives, while the feed is not paused. */
export function useLiveFrames(callback: (kind: FrameKind) => void): void {
  const feed = useContext(FeedContext);
  const latest = useRef(callback);
  useEffect(() => {
    latest.current = callback;
  });
  useEffect(() => feed?.onFrame((kind) => latest.current(kind)), [feed]);
}

/** At most one refresh in this time: a page costs the server what a few hundred webhooks cost. */
const refreshEveryMs = 2500;

/** Keeps the lists of the page fresh: when something arrives, the server renders them again. */
export function LiveProvider({ afterId, children }: { /** The newest id that the page can show. */ readonly afterId: string; readonly children: ReactNode }) {
  // Later renderings of the page move it, but the stream that is open goes on from its own last frame.
  const firstId = useRef(afterId);
  const held = useRef(0);
  const [feed, setFeed] = useState<LiveFeed | null>(null);
  const [state, setState] = useState<LiveState>("connecting");

  useEffect(() => {
    const opened = openLiveFeed("/api/v1/stream", firstId.current);
    const stop = opened.onState(() => setState(opened.state()));
    setFeed(opened);
    return () => {
      stop();
      opened.close();
    };
  }, []);

  return (
    <FeedContext value={feed}>
      <LiveContext value={{ state, pause: () => feed?.pause(), resume: () => feed?.resume() }}>
        <HeldContext value={held}>
          <RefreshOnFrames />
          {children}
        </HeldContext>
      </LiveContext>
    </FeedContext>
  );
}

function RefreshOnFrames() {
  const router = useRouter();
  const pathname = usePathname();
  const held = useContext(HeldContext);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const lastMs = useRef(0);

  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );

  useLiveFrames(() => {
    const changes = pathname !== "/docs" && pathname !== "/sources/new" && !location.search.includes("cursor=");
    if (!changes || document.hidden || timer.current !== null) return;
    timer.current = setTimeout(
      () => {
        timer.current = null;
        if (held.current > 0) return;
        lastMs.current = Date.now();
        router.refresh();
      },
      Math.max(150, lastMs.current + refreshEveryMs - Date.now()),
    );
  });
  return null;
}
