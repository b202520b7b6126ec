import { ApiKeyTable } from "#components/api-keys/api-key-table";
import { NewApiKey } from "#components/api-keys/new-api-key";
import { UnusableFilter } from "#components/shell/unusable-filter";
import { CodeBlock } from "#components/ui/code-block";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import { Pagination } from "#components/ui/pagination";
import { apiKeysQuery, listApiKeys } from "#lib/access/list-api-keys";
import { scopesOfRole } from "#lib/access/permissions";
import { KeyRound } from "lucide-react";
import type { Metadata } from "next";
import { readList } from "../../read-list.ts";
import type { SearchParams } from "../../search-params.ts";
import { signedIn } from "../../signed-in.ts";

export const metadata: Metadata = { title: "API keys" };

export default async function ApiKeysPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const actor = await signedIn("/api-keys", "apiKeys.write");
  const list = await readList({ path: "/api-keys", params: await searchParams, filters: [], schema: apiKeysQuery, read: (query) => listApiKeys(actor, query), byMode: false });
  const create = <NewApiKey offered={scopesOfRole(actor.role)} />;
  return (
    <>
      <PageHeader title="API keys" answer="What scripts call the API with. Each may do what it was made for, never more than its maker may, and no key can reveal a secret." actions={create} />
      {!list.ok ? (
        <UnusableFilter detail={list.detail} href="/api-keys" />
      ) : list.data.length === 0 ? (
        <EmptyState icon={KeyRound} title="There is no API key yet">
          <p>A script needs one to read payments, to send events again or to make sources. Make one above, or on the server itself:</p>
          <CodeBlock text="npm run cli -- create-api-key --name 'Nightly export' --scope transactions:read" what="command" wrap />
        </EmptyState>
      ) : (
        <>
          <ApiKeyTable keys={list.data} />
          <Pagination firstHref={list.firstHref} nextHref={list.nextHref} />
        </>
      )}
    </>
  );
}
