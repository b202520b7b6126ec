import { SetupForm } from "#components/access/setup-form";
import { Notice } from "#components/ui/notice";
import { PageHeader } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import type { Metadata } from "next";
import { firstValue, type SearchParams } from "../../search-params.ts";

export const metadata: Metadata = { title: "First run", referrer: "no-referrer" };

export default async function SetupPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const token = firstValue(await searchParams, "token");
  if (token === undefined) {
    return (
      <>
        <PageHeader title="First run" />
        <Notice tone="warn" title="This address lacks its one-time token">
          <p>The link that makes the first admin is printed where Countersign was started. Open it whole.</p>
          <p>
            There is an account already? <TextLink href="/sign-in">Sign in</TextLink>.
          </p>
        </Notice>
      </>
    );
  }
  return (
    <>
      <PageHeader title="Make the first admin" answer="This installation has no accounts yet. The link works once; whoever uses it becomes its admin." />
      <SetupForm token={token} />
    </>
  );
}
