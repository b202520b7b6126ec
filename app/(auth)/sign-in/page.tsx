import { SignInForm } from "#components/access/sign-in-form";
import { PageHeader } from "#components/ui/page-header";
import { currentActor } from "#lib/access/current-actor";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { firstValue, type SearchParams } from "../../search-params.ts";
import { safeReturnPath } from "../../safe-return-path.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const next = safeReturnPath(firstValue(await searchParams, "next"));
  if ((await currentActor()) !== null) redirect(next);
  return (
    <>
      <PageHeader title="Sign in" answer="With the account that an admin made for you." />
      <SignInForm next={next} />
    </>
  );
}
