import { Brand } from "#components/shell/brand";
import { ButtonLink } from "#components/ui/button";
import type { Metadata } from "next";

export const metadata: Metadata = { title: "Nothing is here" };

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-90 flex-col items-start justify-center gap-6 px-4">
      <Brand />
      <div className="flex flex-col gap-2">
        <h1 className="text-lg font-semibold">Nothing is here</h1>
        <p className="text-soft">No page has this address. It may have been typed wrong, or what it showed was deleted.</p>
      </div>
      <ButtonLink href="/" look="primary">
        Go to the overview
      </ButtonLink>
    </main>
  );
}
