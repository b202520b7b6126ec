import Link from "next/link";
import { classNames } from "../ui/class-names.ts";

/** Whose rules: one link for each source, where there are several. */
export function SourceChoice({ path, sources, current }: { readonly path: string; readonly sources: readonly { readonly id: string; readonly name: string; readonly mode: "test" | "live" }[]; readonly current: string }) {
  if (sources.length < 2) return null;
  return (
    <nav aria-label="Source" className="flex flex-wrap gap-2">
      {sources.map(({ id, name, mode }) => (
        <Link key={id} href={`${path}?sourceId=${id}`} aria-current={id === current ? "page" : undefined} className={classNames("rounded-md border px-3 py-1 text-sm max-md:py-2.5", id === current ? "border-accent bg-accent-wash font-medium text-accent" : "border-edge text-soft hover:bg-hover")}>
          {name}
          {mode === "test" ? " (test)" : ""}
        </Link>
      ))}
    </nav>
  );
}
