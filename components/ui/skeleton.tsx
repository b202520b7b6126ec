import { classNames } from "./class-names.ts";

export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden className={classNames("animate-pulse rounded-sm bg-hover", className ?? "h-4 w-32")} />;
}

/** The shape of a list page while its rows are on their way. */
export function ListSkeleton({ rows = 10 }: { readonly rows?: number }) {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-8 w-40" />
      <Skeleton className="h-8 w-full max-w-xl" />
      <div className="rounded-md border">
        {Array.from({ length: rows }, (_, row) => (
          <div key={row} className="flex h-(--row) items-center gap-6 border-b px-3 last:border-b-0">
            <Skeleton className="h-4 w-24" />
            <Skeleton className="h-4 flex-1" />
            <Skeleton className="h-4 w-16" />
          </div>
        ))}
      </div>
      <p role="status" className="sr-only">
        Loading
      </p>
    </div>
  );
}

/** The shape of a detail page. */
export function DetailSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-8 w-72" />
      <Skeleton className="h-5 w-full max-w-lg" />
      <Skeleton className="h-40 w-full" />
      <Skeleton className="h-64 w-full" />
      <p role="status" className="sr-only">
        Loading
      </p>
    </div>
  );
}
