import { EndpointForm } from "#components/endpoints/endpoint-form";
import { PageHeader } from "#components/ui/page-header";
import type { Metadata } from "next";
import { readPreferences } from "../../../read-preferences.ts";
import { signedIn } from "../../../signed-in.ts";
import { sourcesOf } from "../../../source-names.ts";

export const metadata: Metadata = { title: "New endpoint" };

export default async function NewEndpointPage() {
  const actor = await signedIn("/endpoints/new", "endpoints.write");
  const [sources, { mode }] = await Promise.all([sourcesOf(actor), readPreferences()]);
  return (
    <>
      <PageHeader title="New endpoint" answer="Where events go, and which. Events that match are sent from the moment it exists; earlier ones can be sent afterwards." />
      <EndpointForm endpoint={null} mode={mode === "test" ? "test" : "live"} sources={sources.map(({ id, name }) => ({ value: id, text: name }))} />
    </>
  );
}
