"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { memberOf, textMember } from "../api-call.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { Unmask } from "./unmask.tsx";
import { unmaskedRecord } from "./unmasked-record.ts";

const BodyViewer = dynamic(() => import("./body-viewer.tsx").then((module) => module.BodyViewer), { loading: () => <Skeleton className="h-40 w-full" /> });

interface KeptBodyProps {
  readonly requestId: string;
  readonly text: string | null;
  readonly base64: string;
  /** Whether the reader may see personal fields. */
  readonly canUnmask: boolean;
}

/** The body of a request, its personal fields masked until somebody who may asks for them. */
export function KeptBody({ requestId, text, base64, canUnmask }: KeptBodyProps) {
  const [shown, setShown] = useState({ text, base64, unmasked: false });
  const unmask = async () => {
    const result = await unmaskedRecord("request", requestId);
    if (!result.ok) return result.detail;
    const body = memberOf(result.record, "body");
    setShown({ text: typeof body === "string" ? body : null, base64: textMember(result.record, "bodyBase64") ?? "", unmasked: true });
    return null;
  };
  return (
    <div className="flex flex-col gap-2">
      <BodyViewer key={String(shown.unmasked)} text={shown.text} base64={shown.base64} />
      <Unmask canUnmask={canUnmask} unmasked={shown.unmasked} onUnmask={unmask} />
    </div>
  );
}
