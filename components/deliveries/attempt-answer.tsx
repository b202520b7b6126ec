"use client";

import { useState } from "react";
import { z } from "zod";
import type { Attempt } from "#lib/deliveries/delivery-shape";
import { memberOf } from "../api-call.ts";
import { Unmask } from "../requests/unmask.tsx";
import { unmaskedRecord } from "../requests/unmasked-record.ts";
import { CodeBlock } from "../ui/code-block.tsx";
import { responseText } from "./response-text.ts";

interface AttemptAnswerProps {
  readonly deliveryId: string;
  readonly attempt: Attempt;
  readonly canUnmask: boolean;
}

const answers = z.array(z.object({ id: z.string(), responseHeaders: z.array(z.tuple([z.string(), z.string()])), responseBody: z.string().nullable() }));

/** What a target answered. Where personal fields in it read `***`, who may can ask for them. */
export function AttemptAnswer({ deliveryId, attempt, canUnmask }: AttemptAnswerProps) {
  const [unmasked, setUnmasked] = useState<Attempt | null>(null);
  const unmask = async () => {
    const result = await unmaskedRecord("delivery", deliveryId);
    if (!result.ok) return result.detail;
    const found = answers.safeParse(memberOf(result.record, "attempts")).data?.find(({ id }) => id === attempt.id);
    if (found === undefined) return "This attempt is no longer kept.";
    setUnmasked({ ...attempt, ...found });
    return null;
  };
  const text = responseText(attempt);
  return (
    <>
      <CodeBlock text={responseText(unmasked ?? attempt)} what="answer" wrap />
      {attempt.responseTruncated ? <p className="text-sm text-soft">Cut off after 64 KiB.</p> : null}
      {text.includes("***") ? <Unmask canUnmask={canUnmask} unmasked={unmasked !== null} onUnmask={unmask} /> : null}
    </>
  );
}
