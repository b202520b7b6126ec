import { NewSourceForm } from "#components/sources/new-source-form";
import { ProviderChoice } from "#components/sources/provider-choice";
import { Steps } from "#components/sources/steps";
import { PageHeader } from "#components/ui/page-header";
import { isProviderId, providerById } from "#lib/providers/registry";
import { providerIds } from "#lib/providers/provider";
import type { Metadata } from "next";
import { providerForm } from "../../../../components/sources/provider-form.ts";
import { providerHints } from "../../../../components/sources/provider-hints.ts";
import { firstValue, type SearchParams } from "../../../search-params.ts";
import { signedIn } from "../../../signed-in.ts";

export const metadata: Metadata = { title: "New source" };

export default async function NewSourcePage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  await signedIn("/sources/new", "sources.write");
  const chosen = firstValue(await searchParams, "provider");
  if (chosen === undefined || !isProviderId(chosen)) {
    return (
      <>
        <PageHeader title="New source" answer="A source is one account at a payment provider that sends webhooks to you. Who sends?" />
        <Steps current={1} />
        <ProviderChoice providers={providerIds.map((id) => ({ id, name: providerById(id).name, hint: providerHints[id] }))} />
      </>
    );
  }
  const provider = providerById(chosen);
  return (
    <>
      <PageHeader title={`New ${provider.name} source`} answer="The URL to register comes next. Nothing is sent to the provider from here." />
      <Steps current={2} />
      <NewSourceForm provider={providerForm(provider)} />
    </>
  );
}
