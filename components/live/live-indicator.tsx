"use client";

import { CirclePause, Radio, WifiOff } from "lucide-react";
import { useLive } from "./live-provider.tsx";

const words = { connecting: "Connecting", live: "Live", paused: "Paused", interrupted: "Reconnecting" } as const;

/** Whether the page follows what arrives; a press pauses and resumes it. As wide for every word: nothing beside it moves. */
export function LiveIndicator() {
  const { state, pause, resume } = useLive();
  const paused = state === "paused";
  const Icon = paused ? CirclePause : state === "interrupted" ? WifiOff : Radio;
  const label = paused ? "Paused. Follow again what arrives" : `${words[state]}. Pause`;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={paused ? resume : pause}
      className={`flex h-8 items-center gap-1.5 rounded-md px-2 text-xs font-medium hover:bg-hover lg:w-30 max-md:size-10 max-md:justify-center max-md:px-0 ${state === "live" ? "text-good" : state === "interrupted" ? "text-warn" : "text-soft"}`}
    >
      <Icon aria-hidden className="size-4" />
      <span className="max-lg:sr-only">{words[state]}</span>
    </button>
  );
}
