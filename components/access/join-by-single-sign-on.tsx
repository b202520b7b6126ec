"use client";

import { useState } from "react";
import { SingleSignOn } from "./single-sign-on.tsx";

/** Accepts an invitation by coming in through the single sign-on with the invited address. */
export function JoinBySingleSignOn({ email, alone }: { readonly email: string; /** True where there is no password beside it. */ readonly alone: boolean }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  return (
    <div className="flex flex-col gap-2">
      <SingleSignOn next="/" refusal={refusal} look={alone ? "primary" : "plain"} onRefused={setRefusal} />
      <p className="text-sm text-soft">It has to know you as {email}; then no password is needed.</p>
    </div>
  );
}
