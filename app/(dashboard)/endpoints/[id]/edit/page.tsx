import { EndpointForm } from "#components/endpoints/endpoint-form";
import { PageHeader } from "#components/ui/page-header";
import { getEndpoint } from "#lib/endpoints/get-endpoint";
import type { Metadata } from "next";
import { endpointName } from "../../../../../components/endpoints/endpoint-words.ts";
import { found } from "../../../../found.ts";
import { signedIn } from "../../../../signed-in.ts";
import { sourcesOf } from "../../../../source-names.ts";

export const metadata: Metadata = { title: "Change an endpoint" };

export default async function EditEndpointPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  const actor = await signedIn(`/endpoints/${id}/edit`, "endpoints.write");
  const [endpoint, sources] = await Promise.all([found(getEndpoint(actor, id)), sourcesOf(actor)]);
  return (
    <>
      <PageHeader title={`Change ${endpointName(endpoint)}`} answer="Deliveries that wait go to the new URL too. What it is now is kept, one click back." />
      <EndpointForm endpoint={endpoint} mode={endpoint.mode} sources={sources.map(({ id: value, name }) => ({ value, text: name }))} />
    </>
  );
}
