import { CopyButton } from "./copy-button.tsx";

/** Text to read or copy as it stands: a URL, a command, a payload. */
export function CodeBlock({ text, what, label, wrap = false }: { readonly text: string; readonly what: string; readonly label?: string; readonly wrap?: boolean }) {
  return (
    <div className="flex flex-col gap-1">
      {label === undefined ? null : <span className="text-sm font-medium">{label}</span>}
      <div className="flex items-start rounded-md border bg-panel">
        {/* A region that scrolls must be reachable by keyboard. */}
        <pre tabIndex={0} role="region" aria-label={label ?? what} className={`max-h-96 min-w-0 flex-1 overflow-auto p-3 font-mono text-xs ${wrap ? "break-all whitespace-pre-wrap" : ""}`}>
          {text}
        </pre>
        <CopyButton text={text} what={what} className="m-1" />
      </div>
    </div>
  );
}
