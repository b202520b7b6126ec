import { CrumbName } from "#components/shell/crumb-names";
import { currentActor } from "#lib/access/current-actor";
import type { ReactNode } from "react";
import { nameInPath } from "../../../name-in-path.ts";

/** Tells the breadcrumb what this endpoint is called. */
export default async function EndpointLayout({ params, children }: { readonly params: Promise<{ readonly id: string }>; readonly children: ReactNode }) {
  const [{ id }, actor] = await Promise.all([params, currentActor()]);
  const name = actor === null ? null : await nameInPath(actor, `/endpoints/${id}`);
  return (
    <>
      {name === null ? null : <CrumbName id={name.id} name={name.name} />}
      {children}
    </>
  );
}
