"use client";

import { Trash2, Users } from "lucide-react";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import type { View } from "#lib/views/view-shape";
import { apiCall } from "../api-call.ts";
import { IconButton } from "../ui/button.tsx";
import { classNames } from "../ui/class-names.ts";
import { useToast } from "../ui/toast.tsx";
import { viewHref, viewQueryOf } from "./view-address.ts";

interface SavedViewsProps {
  readonly path: string;
  readonly views: readonly View[];
  /** Whether this person may show a view to everybody, and take away those of others. */
  readonly canShare: boolean;
}

/** Filters that were given a name: each opens by one click. */
export function SavedViews({ path, views, canShare }: SavedViewsProps) {
  const query = viewQueryOf(useSearchParams().toString());
  if (views.length === 0) return null;
  return (
    <ul aria-label="Saved views" className="flex flex-wrap items-center gap-1.5">
      {views.map((view) => (
        <ViewChip key={view.id} view={view} path={path} isCurrent={view.query === query} canDelete={view.own || canShare} />
      ))}
    </ul>
  );
}

function ViewChip({ view, path, isCurrent, canDelete }: { readonly view: View; readonly path: string; readonly isCurrent: boolean; readonly canDelete: boolean }) {
  const router = useRouter();
  const toast = useToast();
  const drop = async () => {
    const result = await apiCall("DELETE", `/views/${view.id}`);
    if (!result.ok) {
      toast(result.detail, "bad");
      return;
    }
    toast(`The view “${view.name}” is deleted.`);
    router.refresh();
  };
  return (
    <li className={classNames("flex items-center rounded-md border", isCurrent && "border-accent bg-accent-wash")}>
      <Link
        href={viewHref(path, view.query)}
        prefetch={false}
        aria-current={isCurrent ? "page" : undefined}
        title={view.shared ? `Shared by ${view.own ? "you" : (view.owner ?? "somebody who left")}` : "Yours alone"}
        className={classNames("flex h-7 items-center gap-1.5 rounded-md px-2.5 text-sm font-medium max-md:h-10", isCurrent ? "text-accent" : "text-soft hover:bg-hover hover:text-ink")}
      >
        {view.shared ? <Users aria-label="Shared" className="size-3.5" /> : null}
        {view.name}
      </Link>
      {isCurrent && canDelete ? (
        <IconButton label={`Delete the view ${view.name}`} onClick={() => void drop()} className="icon-small mr-0.5">
          <Trash2 aria-hidden />
        </IconButton>
      ) : null}
    </li>
  );
}
