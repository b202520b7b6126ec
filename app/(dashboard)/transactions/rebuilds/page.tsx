import { RebuildTable } from "#components/rebuilds/rebuild-table";
import { ButtonLink } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import { listRebuilds, rebuildsQuery } from "#lib/transactions/list-rebuilds";
import { RotateCcw } from "lucide-react";
import type { Metadata } from "next";
import { signedIn } from "../../../signed-in.ts";

export const metadata: Metadata = { title: "Rebuilds" };

export default async function RebuildsPage() {
  const actor = await signedIn("/transactions/rebuilds", "transactions.read");
  const { data } = await listRebuilds(actor, rebuildsQuery.parse({}));
  return (
    <>
      <PageHeader title="Rebuilds" answer="Transactions put together again from their stored messages, newest rebuild first." />
      {data.length === 0 ? (
        <EmptyState icon={RotateCcw} title="Nothing was rebuilt yet" action={<ButtonLink href="/transactions">Go to the transactions</ButtonLink>}>
          <p>After a setting of a source was corrected, such as its capture mode, its transactions can be put together again. Set the filters of the list, then choose Rebuild: it says first what would change.</p>
        </EmptyState>
      ) : (
        <RebuildTable rebuilds={data} />
      )}
    </>
  );
}
