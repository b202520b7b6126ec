"use client";

import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { keepPreference } from "./keep-preference.ts";

interface TimeContextValue {
  readonly zone: "local" | "utc";
  readonly timeZone: string;
  readonly nowMs: number;
  readonly chooseZone: (zone: "local" | "utc") => void;
}

const TimeContext = createContext<TimeContextValue>({ zone: "utc", timeZone: "UTC", nowMs: 0, chooseZone: () => undefined });

export function useTime(): TimeContextValue {
  return useContext(TimeContext);
}

const tickMs = 15_000;

/** One clock and one zone for every time on the page. The server renders with the zone that the browser told last. */
export function TimeProvider(props: {
  readonly zone: "local" | "utc";
  readonly browserZone: string | null;
  readonly renderedAtMs: number;
  readonly children: ReactNode;
}) {
  const [zone, setZone] = useState(props.zone);
  const [browserZone, setBrowserZone] = useState(props.browserZone ?? "UTC");
  const [nowMs, setNowMs] = useState(props.renderedAtMs);

  useEffect(() => {
    const actual = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (actual !== props.browserZone) keepPreference("browserZone", actual);
    setBrowserZone(actual);
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, [props.browserZone]);

  const value = useMemo(
    () => ({
      zone,
      timeZone: zone === "utc" ? "UTC" : browserZone,
      nowMs,
      chooseZone: (chosen: "local" | "utc") => {
        keepPreference("zone", chosen);
        setZone(chosen);
      },
    }),
    [zone, browserZone, nowMs],
  );
  return <TimeContext value={value}>{props.children}</TimeContext>;
}
