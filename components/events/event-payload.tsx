"use client";

import { useState } from "react";
import { Unmask } from "../requests/unmask.tsx";
import { unmaskedRecord } from "../requests/unmasked-record.ts";
import { type JsonNode, parseJsonTree, writeJsonTree } from "../ui/json-tree.ts";
import { LazyJsonViewer } from "../ui/lazy-json-viewer.tsx";

/** The payload of an event, its personal fields masked until somebody who may asks for them. Numbers stay as received. */
export function EventPayload({ eventId, text, canUnmask }: { readonly eventId: string; readonly text: string; readonly canUnmask: boolean }) {
  const [unmaskedText, setUnmaskedText] = useState<string | null>(null);
  const unmask = async () => {
    const result = await unmaskedRecord("event", eventId);
    if (!result.ok) return result.detail;
    setUnmaskedText(payloadOf(result.text) ?? text);
    return null;
  };
  return (
    <div className="flex flex-col gap-2">
      <LazyJsonViewer text={unmaskedText ?? text} what="payload" />
      <Unmask canUnmask={canUnmask} unmasked={unmaskedText !== null} onUnmask={unmask} />
    </div>
  );
}

/** The payload in the answer, cut out as text: parsing it would round its numbers. */
function payloadOf(answer: string): string | null {
  const tree = parseJsonTree(answer);
  const payload = tree === null ? undefined : memberNode(memberNode(tree, "record"), "payload");
  return payload === undefined ? null : writeJsonTree(payload);
}

function memberNode(node: JsonNode | undefined, name: string): JsonNode | undefined {
  return node !== undefined && "members" in node ? node.members.find((member) => member.name === name)?.value : undefined;
}
