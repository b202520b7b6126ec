"use client";

import { createContext, type ReactNode, useCallback, useContext, useLayoutEffect, useMemo, useState } from "react";

interface KnownNames {
  readonly names: ReadonlyMap<string, string>;
  readonly keep: (id: string, name: string) => void;
}

const Names = createContext<KnownNames>({ names: new Map(), keep: () => undefined });

/** What the things of the breadcrumb are called, by their ids as in addresses. */
export function CrumbNames({ first, children }: { /** For the page that is opened first, before any says its name. */ readonly first: Readonly<Record<string, string>>; readonly children: ReactNode }) {
  const [names, setNames] = useState<ReadonlyMap<string, string>>(() => new Map(Object.entries(first)));
  const keep = useCallback((id: string, name: string) => setNames((known) => (known.get(id) === name ? known : new Map(known).set(id, name))), []);
  const value = useMemo(() => ({ names, keep }), [names, keep]);
  return <Names value={value}>{children}</Names>;
}

export function useCrumbNames(): ReadonlyMap<string, string> {
  return useContext(Names).names;
}

/** Says what the thing of the pages below is called. */
export function CrumbName({ id, name }: { readonly id: string; readonly name: string }) {
  const { keep } = useContext(Names);
  useLayoutEffect(() => keep(id, name), [keep, id, name]);
  return null;
}
