"use client";

import { PageError } from "#components/shell/page-error";

export default function RootError(props: { readonly error: Error & { readonly digest?: string }; readonly reset: () => void }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center px-4">
      <PageError {...props} />
    </main>
  );
}
