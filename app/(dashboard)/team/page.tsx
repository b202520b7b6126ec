import { InvitePerson } from "#components/team/invite-person";
import { TeamTable } from "#components/team/team-table";
import { PageHeader } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import { listUsers } from "#lib/team/list-users";
import type { Metadata } from "next";
import { teamAnswer } from "../../../components/team/team-answer.ts";
import { signedIn } from "../../signed-in.ts";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage() {
  const actor = await signedIn("/team", "team.read");
  const { data } = await listUsers(actor);
  return (
    <>
      <PageHeader title="Team" answer={teamAnswer(data)} actions={<InvitePerson />} />
      <TeamTable people={data} />
      <p className="text-sm text-soft">
        A change of role holds at the person&rsquo;s next click. Your own name, password and sessions are in <TextLink href="/account">your account</TextLink>; another admin changes your role.
      </p>
    </>
  );
}
