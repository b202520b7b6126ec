import { ChangePassword } from "#components/account/change-password";
import { ProfileForm } from "#components/account/profile-form";
import { SecondStep } from "#components/account/second-step";
import { SessionTable } from "#components/account/session-table";
import { Facts, PageHeader, Section } from "#components/ui/page-header";
import { getAccount } from "#lib/account/own-account";
import { listOwnSessions } from "#lib/account/own-sessions";
import type { Metadata } from "next";
import { roleWords } from "../../../components/team/role-words.ts";
import { signedIn } from "../../signed-in.ts";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const actor = await signedIn("/account", "session.own");
  const [account, sessions] = await Promise.all([getAccount(actor), listOwnSessions(actor)]);
  const others = sessions.data.filter(({ current }) => !current).length;
  const elsewhere = others === 0 ? "here alone" : `here and in ${String(others)} other browser${others === 1 ? "" : "s"}`;
  return (
    <>
      <PageHeader title="Your account" answer={`You are signed in ${elsewhere}. ${account.totpSince === null ? "Your password alone opens the account." : "A password alone does not open it."}`} />
      <Section title="You">
        <Facts
          rows={[
            { name: "Email", value: account.email },
            { name: "Role", value: `${roleWords[account.role]}; ${account.role === "admin" ? "another" : "an"} admin can change it` },
            { name: "Signs in by", value: [account.hasPassword ? "password" : null, account.hasSingleSignOn ? "single sign-on" : null].filter((way) => way !== null).join(", ") || "nothing yet" },
          ]}
        />
        <ProfileForm account={account} />
      </Section>
      <Section title="Password">
        <div>
          <ChangePassword account={account} otherSessions={others} />
        </div>
      </Section>
      <Section title="Second step">
        <SecondStep account={account} />
      </Section>
      <Section title="Where you are signed in">
        <SessionTable sessions={sessions.data} />
      </Section>
    </>
  );
}
