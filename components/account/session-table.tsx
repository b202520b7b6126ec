"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { OwnSession } from "#lib/account/account-shape";
import { apiCall, type ApiResult } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Badge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { useToast } from "../ui/toast.tsx";
import { browserWords } from "./browser-words.ts";

/** The browsers in which one is signed in, and the way to end each. */
export function SessionTable({ sessions }: { readonly sessions: readonly OwnSession[] }) {
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState<string | null>(null);
  const end = async (what: string, act: Promise<ApiResult>, said: string) => {
    setBusy(what);
    const result = await act;
    setBusy(null);
    toast(result.ok ? said : result.detail, result.ok ? "plain" : "bad");
    router.refresh();
  };
  const columns: readonly Column<OwnSession>[] = [
    { key: "browser", header: "Browser", track: "minmax(10rem,1.4fr)", onPhone: "title", cell: (session) => <BrowserCell session={session} /> },
    { key: "address", header: "Address", track: "minmax(7rem,1fr)", cell: ({ address }) => <span className="mono truncate">{address ?? "unknown"}</span> },
    { key: "method", header: "Signed in by", track: "max-content", cell: ({ method }) => (method === "oidc" ? "Single sign-on" : "Password") },
    { key: "since", header: "Since", track: "max-content", align: "end", cell: ({ createdAt }) => <TimeText at={createdAt} /> },
    { key: "seen", header: "Last seen", track: "max-content", align: "end", cell: ({ lastSeenAt }) => <TimeText at={lastSeenAt} /> },
    {
      key: "end",
      header: "",
      track: "max-content",
      onPhone: "bare",
      cell: ({ id, current, userAgent }) =>
        current ? null : (
          <Button look="quiet" busy={busy === id} onClick={() => void end(id, apiCall("DELETE", `/account/sessions/${id}`), "That browser is signed out.")}>
            Sign out<span className="sr-only"> {browserWords(userAgent)}</span>
          </Button>
        ),
    },
  ];
  return (
    <div className="flex flex-col items-start gap-3">
      <div className="w-full">
        <DataTable label="Sessions" rows={sessions} rowKey={({ id }) => id} columns={columns} />
      </div>
      {sessions.some(({ current }) => !current) ? (
        <Button busy={busy === "others"} onClick={() => void end("others", apiCall("POST", "/account/sessions/end-others"), "Every other browser is signed out.")}>
          Sign out everywhere else
        </Button>
      ) : null}
    </div>
  );
}

function BrowserCell({ session: { userAgent, current } }: { readonly session: OwnSession }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2" title={userAgent ?? ""}>
      <span className="truncate font-medium">{browserWords(userAgent)}</span>
      {current ? <Badge>This one</Badge> : null}
    </span>
  );
}
