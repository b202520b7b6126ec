"use client";

import { useEffect, useState } from "react";
import { apiCall } from "../api-call.ts";
import { Notice } from "../ui/notice.tsx";
import { AskingOurselves, FoundNotice } from "./found-notice.tsx";
import { type Found, readFound } from "./read-found.ts";

interface TriedAddressProps {
  /** `null`: where it listens. */
  readonly url: string | null;
  /** Told once it is known whether it reached us. */
  readonly onTried: (reached: boolean) => void;
}

/** Tries an address before it becomes the public one, and says what changes with it. A failure forbids nothing. */
export function TriedAddress({ url, onTried }: TriedAddressProps) {
  const [said, setSaid] = useState<Found | { readonly refusal: string } | null>(null);
  useEffect(() => {
    let wanted = true;
    void apiCall("POST", "/settings/public-url/check", { url }).then((result) => {
      if (!wanted) return;
      const found = result.ok ? readFound(result.body) : null;
      setSaid(found ?? { refusal: result.ok ? "" : (result.errors[0]?.message ?? result.detail) });
      onTried(found?.outcome === "reached");
    });
    return () => {
      wanted = false;
    };
  }, [url, onTried]);
  if (said === null) return <AskingOurselves />;
  if ("refusal" in said) {
    return (
      <Notice tone="bad" title="It could not be tried" alert>
        <p>{said.refusal}</p>
      </Notice>
    );
  }
  return (
    <>
      <FoundNotice found={said} />
      {said.outcome === "reached" ? null : <p>You may save it all the same: nothing arrives through it until it leads here.</p>}
      <p>Every URL to copy, and every link in a mail, names this address at once. URLs that providers have already keep working where they lead.</p>
      {said.ifSaved.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </>
  );
}
