import { AcceptInvitationForm } from "#components/access/accept-invitation-form";
import { JoinBySingleSignOn } from "#components/access/join-by-single-sign-on";
import { Notice } from "#components/ui/notice";
import { PageHeader } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import { signInMethods } from "#lib/access/oidc";
import { findInvitation } from "#lib/team/accept-invitation";
import type { Metadata } from "next";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

export default async function InvitePage({ params }: { readonly params: Promise<{ readonly token: string }> }) {
  const { token } = await params;
  const invitation = await findInvitation(token);
  if (invitation === null) {
    return (
      <>
        <PageHeader title="Invitation" />
        <Notice tone="warn" title="This invitation has ended">
          <p>It was used, withdrawn, replaced by a newer one, or its 7 days are over. Ask the admin who invited you for a new link.</p>
          <p>
            You have an account already? <TextLink href="/sign-in">Sign in</TextLink>.
          </p>
        </Notice>
      </>
    );
  }
  const { email, name, role, invitedBy } = invitation;
  const methods = await signInMethods();
  return (
    <>
      <PageHeader title="Make your account" answer={`${invitedBy ?? "An admin"} invites you as ${role}. The link works once.`} />
      {methods.password ? <AcceptInvitationForm token={token} email={email} name={name} /> : null}
      {methods.oidc ? <JoinBySingleSignOn email={email} alone={!methods.password} /> : null}
    </>
  );
}
