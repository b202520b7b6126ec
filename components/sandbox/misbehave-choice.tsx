"use client";

import { usePathname, useRouter } from "next/navigation";
import { startTransition, useOptimistic } from "react";
import { type Misbehaviour, misbehaviours } from "#lib/simulator/misbehaviour";
import { SelectField } from "../ui/field.tsx";
import { goodAnswers, misbehaviourChoices } from "./misbehaviour-words.ts";

/** How the next messages are sent. Stands in the address, so that a link brings it along; shown at once, while the address follows. */
export function MisbehaveChoice({ chosen }: { readonly chosen: Misbehaviour | null }) {
  const router = useRouter();
  const pathname = usePathname();
  const [shown, show] = useOptimistic(chosen);
  const choose = (text: string) => {
    const next = misbehaviours.find((name) => name === text) ?? null;
    startTransition(() => {
      show(next);
      router.replace(next === null ? pathname : `${pathname}?misbehave=${next}`, { scroll: false });
    });
  };
  return (
    <SelectField
      label="The next messages are sent"
      name="misbehave"
      choices={misbehaviourChoices}
      value={shown ?? ""}
      onChange={(event) => choose(event.target.value)}
      hint={shown === null ? "Each once, in order, signed by the newest key." : goodAnswers[shown]}
    />
  );
}
