import { LoaderCircle } from "lucide-react";
import { Notice } from "../ui/notice.tsx";
import type { Found } from "./read-found.ts";

const titles: Record<Exclude<Found["outcome"], "reached">, string> = {
  other_server: "Something else answers there",
  redirected: "It redirects",
  dns: "The name leads nowhere",
  refused: "Nothing answers there",
  tls: "Its certificate cannot be trusted",
  timeout: "No answer in time",
  not_tried: "Not tried",
};

/** What a check found, and what to do about it. */
export function FoundNotice({ found }: { readonly found: Found }) {
  const { outcome, reach } = found;
  const isPublic = reach === "internet";
  const title = outcome !== "reached" ? titles[outcome] : isPublic ? "It leads here" : "It leads here, from inside only";
  const tone = outcome === "reached" ? (isPublic ? "good" : "warn") : outcome === "not_tried" ? "warn" : "bad";
  return (
    <Notice tone={tone} title={title} alert>
      <p className="break-words">{found.says}</p>
      {found.whatToDo === null ? null : <p>{found.whatToDo}</p>}
    </Notice>
  );
}

export function AskingOurselves() {
  return (
    <p role="status" className="flex items-center gap-2 rounded-md border p-3 text-sm text-soft">
      <LoaderCircle aria-hidden className="size-4 animate-spin" />
      Asking ourselves through this address
    </p>
  );
}
