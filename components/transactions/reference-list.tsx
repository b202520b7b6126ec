import { ShortId } from "../ui/short-id.tsx";

/** Everything that a transaction is found by, the provider's own reference first; each can be copied, and leads to its events. */
export function ReferenceList({ reference, references }: { readonly reference: string; readonly references: readonly string[] }) {
  const [shown, more] = split([reference, ...references.filter((text) => text !== reference)]);
  return (
    <div className="flex flex-col items-start gap-1">
      <Lines references={shown} />
      {more.length === 0 ? null : (
        <details>
          <summary className="text-sm text-accent">{`${String(more.length)} more`}</summary>
          <div className="flex flex-col items-start gap-1 pt-1">
            <Lines references={more} />
          </div>
        </details>
      )}
    </div>
  );
}

const shownAtOnce = 6;

function split(all: readonly string[]): readonly [readonly string[], readonly string[]] {
  return [all.slice(0, shownAtOnce), all.slice(shownAtOnce)];
}

function Lines({ references }: { readonly references: readonly string[] }) {
  return references.map((text) => <ShortId key={text} id={text} what="reference" href={`/events?q=${encodeURIComponent(text)}&mode=all`} />);
}
