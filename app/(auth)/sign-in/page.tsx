import { SignInForm } from "#components/access/sign-in-form";
import { PageHeader } from "#components/ui/page-header";
import { currentActor } from "#lib/access/current-actor";
import { signInMethods } from "#lib/access/oidc";
import { safeReturnPath } from "#lib/access/safe-return-path";
import type { Metadata } from "next";
import { signInErrorWords } from "../../../components/access/sign-in-error-words.ts";
import { redirect } from "next/navigation";
import { firstValue, type SearchParams } from "../../search-params.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const next = safeReturnPath(firstValue(params, "next"));
  if ((await currentActor()) !== null) redirect(next);
  const methods = await signInMethods();
  return (
    <>
      <PageHeader title="Sign in" answer="With the account that an admin made for you." />
      <SignInForm next={next} methods={methods} error={signInErrorWords(firstValue(params, "error"))} />
    </>
  );
}
