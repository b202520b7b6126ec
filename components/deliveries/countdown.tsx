"use client";

import { useEffect, useState } from "react";
import { formatSeconds } from "../ui/duration-format.ts";
import { formatExact } from "../ui/time-format.ts";
import { useTime } from "../ui/time-provider.tsx";

/** `in 38 s`, counting down each second; then `due`. */
export function Countdown({ at }: { readonly at: string }) {
  const { nowMs: renderedMs, timeZone } = useTime();
  const [nowMs, setNowMs] = useState(renderedMs);
  useEffect(() => {
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil((Date.parse(at) - nowMs) / 1000);
  return (
    <time dateTime={at} title={formatExact(Date.parse(at), timeZone)} className="tabular whitespace-nowrap" suppressHydrationWarning>
      {seconds <= 0 ? "due" : `in ${formatSeconds(seconds)}`}
    </time>
  );
}
