"use client";

import { usePathname, useRouter } from "next/navigation";
import { startTransition, useOptimistic } from "react";
import type { Misbehaviour } from "#lib/sandbox/session-shape";
import { CheckboxField } from "../ui/field.tsx";
import { misbehaviourWords } from "./sandbox-words.ts";

/** How the next messages misbehave. Stands in the address, so that a link brings it along; shown at once, while the address follows. */
export function MisbehaveSwitches({ all, chosen }: { readonly all: readonly Misbehaviour[]; readonly chosen: readonly Misbehaviour[] }) {
  const router = useRouter();
  const pathname = usePathname();
  const [shown, show] = useOptimistic(chosen);
  const toggle = (name: Misbehaviour, on: boolean) => {
    const next = all.filter((other) => (other === name ? on : shown.includes(other)));
    startTransition(() => {
      show(next);
      router.replace(next.length === 0 ? pathname : `${pathname}?misbehave=${next.join(",")}`, { scroll: false });
    });
  };
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="sr-only">Misbehave</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {all.map((name) => (
          <CheckboxField key={name} label={misbehaviourWords[name].title} hint={misbehaviourWords[name].says} checked={shown.includes(name)} onChange={(event) => toggle(name, event.target.checked)} />
        ))}
      </div>
    </fieldset>
  );
}
