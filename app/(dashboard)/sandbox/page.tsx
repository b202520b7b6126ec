import { GuideOverview } from "#components/sandbox/guide-steps";
import { NewSession } from "#components/sandbox/new-session";
import { SessionTable } from "#components/sandbox/session-table";
import { UnusableFilter } from "#components/shell/unusable-filter";
import { ButtonLink } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Notice } from "#components/ui/notice";
import { PageHeader, Section } from "#components/ui/page-header";
import { Pagination } from "#components/ui/pagination";
import { may } from "#lib/access/may";
import { providerById } from "#lib/providers/registry";
import { sandboxCurrencies } from "#lib/sandbox/create-session";
import { planOf } from "#lib/sandbox/provider-plan";
import { listSessions, sessionsQuery } from "#lib/sandbox/read-sessions";
import { FlaskConical } from "lucide-react";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { parseModeChoice, preferenceCookies } from "../../../components/ui/preferences.ts";
import { readList } from "../../read-list.ts";
import { firstValue, hrefWith, pick, type SearchParams } from "../../search-params.ts";
import { type Person, signedIn } from "../../signed-in.ts";
import { sourcesOf } from "../../source-names.ts";

export const metadata: Metadata = { title: "Sandbox" };

export default async function SandboxPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const actor = await signedIn(hrefWith("/sandbox", pick(params, ["sourceId"])), "sandbox.use");
  const [sources, list, isLive] = await Promise.all([playableSources(actor), readList({ path: "/sandbox", params, filters: [], schema: sessionsQuery, read: (query) => listSessions(actor, query), byMode: false }), looksAtLive()]);
  return (
    <>
      <PageHeader title="Sandbox" answer="Play a provider’s hosted checkout: pay with a test card and watch the signed messages, our answers, the transaction and the deliveries. Only test sources take part; no money moves." />
      {isLive ? (
        <Notice tone="warn" title="You look at live messages">
          <p>The sandbox makes test messages alone. Choose Test or All above to see them in the lists.</p>
        </Notice>
      ) : null}
      <GuideOverview />
      {sources.length === 0 ? (
        <EmptyState icon={FlaskConical} title="There is no test source to play for" action={may(actor, "sources.write") ? <ButtonLink href="/sources/new" look="primary">Create a test source</ButtonLink> : null}>
          <p>The sandbox signs its messages with the key of a test source, as the provider would. Create a source in test mode and give it a key{may(actor, "sources.write") ? "" : ": an admin can do that"}.</p>
        </EmptyState>
      ) : (
        <Section title="1 · Session basics">
          <NewSession sources={sources} currencies={sandboxCurrencies} chosen={firstValue(params, "sourceId") ?? null} />
        </Section>
      )}
      <Section title="Sessions">
        {!list.ok ? <UnusableFilter detail={list.detail} href="/sandbox" /> : list.data.length === 0 ? <p className="text-soft">None yet. Each session stays here with all that was sent and answered.</p> : <SessionTable sessions={list.data} />}
        {list.ok ? <Pagination firstHref={list.firstHref} nextHref={list.nextHref} /> : null}
      </Section>
    </>
  );
}

async function playableSources(actor: Person) {
  const sources = await sourcesOf(actor);
  return sources.flatMap(({ id, name, provider, mode, status, settings, keys }) => {
    const plan = planOf(provider, settings ?? {});
    const isPlayable = mode === "test" && status !== "archived" && keys.some((key) => key.status === "active" || key.status === "expiring");
    return plan === null || !isPlayable ? [] : [{ id, name, providerId: provider, providerName: providerById(provider).name, capture: plan.capture }];
  });
}

async function looksAtLive(): Promise<boolean> {
  return parseModeChoice((await cookies()).get(preferenceCookies.mode)?.value) === "live";
}
