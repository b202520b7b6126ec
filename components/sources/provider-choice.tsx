import Link from "next/link";
import { ChevronRight } from "lucide-react";

/** Step 1: who sends. */
export function ProviderChoice({ providers }: { readonly providers: readonly { readonly id: string; readonly name: string; readonly hint: string }[] }) {
  return (
    <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {providers.map((provider) => (
        <li key={provider.id}>
          <Link href={`/sources/new?provider=${provider.id}`} className="flex h-full items-start gap-3 rounded-md border p-4 hover:bg-hover">
            <span className="flex min-w-0 flex-1 flex-col gap-1">
              <span className="font-medium">{provider.name}</span>
              <span className="text-sm text-soft">{provider.hint}</span>
            </span>
            <ChevronRight aria-hidden className="mt-0.5 size-4 shrink-0 text-soft" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
