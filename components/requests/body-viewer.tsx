"use client";

import { useMemo, useState } from "react";
import { classNames } from "../ui/class-names.ts";
import { CodeBlock } from "../ui/code-block.tsx";
import { hexDump } from "../ui/hex-dump.ts";
import { JsonViewer } from "../ui/json-viewer.tsx";

const views = [
  { view: "tree", text: "Tree" },
  { view: "text", text: "Text" },
  { view: "bytes", text: "Bytes" },
] as const;

/** A kept body as a tree, as its text, or as its bytes. `text` is `null` when it is not UTF-8. */
export function BodyViewer({ text, base64 }: { readonly text: string | null; readonly base64: string }) {
  const [view, setView] = useState<(typeof views)[number]["view"]>(text === null ? "bytes" : "tree");
  const dump = useMemo(() => (view === "bytes" ? hexDump(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))) : ""), [view, base64]);
  return (
    <div className="flex flex-col gap-2">
      <div role="group" aria-label="Show the body as" className="flex self-start rounded-md border bg-panel p-0.5">
        {views.map((option) => (
          <button
            key={option.view}
            type="button"
            aria-pressed={view === option.view}
            disabled={text === null && option.view !== "bytes"}
            onClick={() => setView(option.view)}
            className={classNames("h-6.5 rounded-sm px-2.5 text-xs font-medium disabled:opacity-50 max-md:h-9", view === option.view ? "bg-page text-ink ring-1 ring-line" : "text-soft hover:text-ink")}
          >
            {option.text}
          </button>
        ))}
      </div>
      {view === "bytes" || text === null ? <CodeBlock text={dump} what="bytes" /> : view === "text" ? <CodeBlock text={text} what="body" wrap /> : <JsonViewer text={text} what="body" />}
    </div>
  );
}
