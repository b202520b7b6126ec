import { classNames } from "./class-names.ts";

export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden className={classNames("animate-pulse rounded-sm bg-hover", className ?? "h-4 w-32")} />;
}

/** The shape of a list while its rows are on their way. */
export function RowsSkeleton({ rows = 10 }: { readonly rows?: number }) {
  return (
    <div className="rounded-md border">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-(--row) items-center gap-6 border-b px-3 last:border-b-0">
          <Skeleton className="h-4 w-24" />
          <Skeleton className="h-4 flex-1" />
          <Skeleton className="h-4 w-16" />
        </div>
      ))}
      <p role="status" className="sr-only">
        Loading
      </p>
    </div>
  );
}
