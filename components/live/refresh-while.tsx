"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Renders the page again every few seconds while something on it is under way, and somebody looks. */
export function RefreshWhile({ active, everyMs = 2500 }: { readonly active: boolean; readonly everyMs?: number }) {
  const router = useRouter();
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => {
      if (!document.hidden && document.querySelector("dialog[open]") === null) router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [active, everyMs, router]);
  return null;
}
