"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { apiCall, memberOf, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { formatBytes } from "../ui/byte-format.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { Unmask } from "./unmask.tsx";
import { unmaskedRecord } from "./unmasked-record.ts";

const BodyViewer = dynamic(() => import("./body-viewer.tsx").then((module) => module.BodyViewer), { loading: () => <Skeleton className="h-40 w-full" /> });

interface Body {
  readonly text: string | null;
  readonly base64: string;
}

interface KeptBodyProps {
  readonly requestId: string;
  readonly bytes: number;
  /** `null`: to be fetched. */
  readonly body: Body | null;
  /** Whether the reader may see personal fields. */
  readonly canUnmask: boolean;
}

/** The body of a request, its personal fields masked until somebody who may asks for them. */
export function KeptBody({ requestId, bytes, body, canUnmask }: KeptBodyProps) {
  const [shown, setShown] = useState<{ readonly body: Body | null; readonly unmasked: boolean }>({ body, unmasked: false });
  const unmask = async () => {
    const result = await unmaskedRecord("request", requestId);
    if (!result.ok) return result.detail;
    setShown({ body: bodyOf(result.record), unmasked: true });
    return null;
  };
  if (shown.body === null) return <FetchBody requestId={requestId} bytes={bytes} onBody={(fetched) => setShown({ body: fetched, unmasked: false })} />;
  return (
    <div className="flex flex-col gap-2">
      <BodyViewer key={String(shown.unmasked)} text={shown.body.text} base64={shown.body.base64} />
      <Unmask canUnmask={canUnmask} unmasked={shown.unmasked} onUnmask={unmask} />
    </div>
  );
}

function FetchBody({ requestId, bytes, onBody }: { readonly requestId: string; readonly bytes: number; readonly onBody: (body: Body) => void }) {
  const [state, setState] = useState<{ readonly busy: boolean; readonly problem: string | null }>({ busy: false, problem: null });
  const load = async () => {
    setState({ busy: true, problem: null });
    const result = await apiCall("GET", `/requests/${requestId}`);
    if (result.ok) onBody(bodyOf(result.body));
    else setState({ busy: false, problem: result.detail });
  };
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="text-soft">It holds {formatBytes(bytes)} and is not part of this page until you ask for it.</p>
      <Button onClick={() => void load()} busy={state.busy}>
        Load the body
      </Button>
      {state.problem === null ? null : <p role="alert">{state.problem}</p>}
    </div>
  );
}

function bodyOf(answer: unknown): Body {
  const text = memberOf(answer, "body");
  return { text: typeof text === "string" ? text : null, base64: textMember(answer, "bodyBase64") ?? "" };
}
