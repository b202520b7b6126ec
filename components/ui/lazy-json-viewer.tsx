"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "./skeleton.tsx";

/** The JSON viewer, in a script of its own: lists do not pay for it. */
export const LazyJsonViewer = dynamic(() => import("./json-viewer.tsx").then((module) => module.JsonViewer), {
  loading: () => <Skeleton className="h-40 w-full" />,
});
