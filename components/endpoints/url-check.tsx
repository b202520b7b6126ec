"use client";

import { useEffect, useState } from "react";
import type { CheckStep } from "#lib/endpoints/endpoint-shape";
import { apiCall } from "../api-call.ts";
import { CheckSteps, Checking } from "./check-steps.tsx";
import { readCheck } from "./read-check.ts";

const waitMs = 500;

/** Looks at a URL when the typing pauses: form, name, address, connection, certificate. Nothing is sent there. */
export function UrlCheck({ url, mode }: { readonly url: string; readonly mode: string }) {
  const key = `${mode} ${url}`;
  const [found, setFound] = useState<{ readonly key: string; readonly steps: readonly CheckStep[] | null }>({ key: "", steps: null });
  const isWorthIt = /^https?:\/\/[^\s/]{3,}/.test(url);
  useEffect(() => {
    if (!isWorthIt) return;
    let wanted = true;
    const timer = setTimeout(() => {
      void apiCall("POST", "/endpoints/check", { url, mode }).then((result) => {
        if (wanted) setFound({ key, steps: result.ok ? readCheck(result.body).steps : null });
      });
    }, waitMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [key, url, mode, isWorthIt]);
  if (!isWorthIt) return null;
  if (found.key !== key) return <Checking />;
  return found.steps === null ? null : <CheckSteps steps={found.steps} />;
}
