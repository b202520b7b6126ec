"use client";

import { CircleX } from "lucide-react";
import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

/** What a page shows when it could not be made. The cause is in the log, under the same reference. */
export function PageError({ error, reset }: { readonly error: Error & { readonly digest?: string }; readonly reset: () => void }) {
  const router = useRouter();
  const again = () => {
    startTransition(() => {
      router.refresh();
      reset();
    });
  };
  return (
    <EmptyState
      icon={CircleX}
      alone title="This page could not be made"
      action={
        <Button look="primary" onClick={again}>
          Try again
        </Button>
      }
    >
      <p>Something failed on our side, often because the database could not be reached for a moment. Nothing that was received is lost.</p>
      {error.digest === undefined ? null : (
        <p>
          If it stays like this, look for <code className="font-mono text-xs">{error.digest}</code> in the server log.
        </p>
      )}
    </EmptyState>
  );
}
