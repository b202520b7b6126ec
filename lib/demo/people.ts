import type { UserActor } from "#lib/access/actor";
import { createAdmin } from "#lib/access/create-admin";
import type { Role } from "#lib/access/permissions";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { newId } from "#lib/platform/ids";
import { acceptInvitation } from "#lib/team/accept-invitation";
import { invitePerson } from "#lib/team/invite-person";
import { demoActor } from "./past-world.ts";

/** Who signs in to the demo, one of each role; all with the demo's password. */
export const demoPeople: readonly { readonly role: Role; readonly email: string; readonly name: string; readonly address: string }[] = [
  { role: "admin", email: "demo@example.com", name: "Dana Demo", address: "192.0.2.10" },
  { role: "operator", email: "operator@example.com", name: "Óscar Öberg", address: "192.0.2.23" },
  { role: "viewer", email: "viewer@example.com", name: "Vera Vidal", address: "192.0.2.31" },
];
/** Did not follow the link yet. */
const invited = { role: "viewer", email: "new.colleague@example.com" } as const;

/** One person of each role as they would act in the dashboard, with their password just asked. */
export type DemoTeam = Readonly<Record<Role, () => UserActor>>;

/** The admin is made on the server, invites the others, and they come. */
export async function makePeople(password: string): Promise<DemoTeam> {
  const [admin, ...others] = demoPeople;
  if (admin === undefined) throw new Error("the demo has no admin");
  await createAdmin(demoActor, { email: admin.email, name: admin.name, password });
  const dana = (): Promise<UserActor> => actorOf(admin.email);
  for (const { role, email, name, address } of others) {
    const { link } = await invitePerson(await dana(), { email, role });
    await acceptInvitation({ token: link.url.split("/").at(-1) ?? "", name, password }, address);
  }
  const team = new Map(await Promise.all(demoPeople.map(async ({ role, email }) => [role, await actorOf(email)] as const)));
  const now = (role: Role) => (): UserActor => {
    const person = team.get(role);
    if (person === undefined) throw new Error(`the demo has no ${role}`);
    return { ...person, steppedUpAtMs: systemClock.now() };
  };
  return { admin: now("admin"), operator: now("operator"), viewer: now("viewer") };
}

/** Somebody who has not come yet. */
export async function inviteColleague(team: DemoTeam): Promise<void> {
  await invitePerson(team.admin(), invited);
}

/** The person of this address as they would act in the dashboard. */
export async function actorOf(email: string): Promise<UserActor> {
  const { id, name, role } = await database().prisma.user.findUniqueOrThrow({ where: { email }, select: { id: true, name: true, role: true } });
  const known = demoPeople.find((person) => person.email === email);
  if (known === undefined || known.role !== role) throw new Error(`${email} is nobody of the demo`);
  return { type: "user", id, name, role: known.role, sessionId: newId(), address: known.address, steppedUpAtMs: systemClock.now() };
}
