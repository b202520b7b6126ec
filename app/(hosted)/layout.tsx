import { Brand } from "#components/shell/brand";
import type { ReactNode } from "react";

/** What a customer would see: no navigation. The stripes of the test frame say that nothing here is real. */
export default function HostedLayout({ children }: { readonly children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-xl flex-col gap-6 border-x-2 border-warn-line px-4 py-8">
      <Brand />
      {children}
    </main>
  );
}
