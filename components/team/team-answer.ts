import type { User } from "#lib/team/user-shape";

/** The team in a sentence, with what an admin should do about it. */
export function teamAnswer(people: readonly User[]): string {
  const active = people.filter(({ state }) => state === "active");
  const [admins, invited, disabled] = [active.filter(({ role }) => role === "admin").length, count(people, "invited"), count(people, "disabled")];
  const parts = [
    active.length === 1 ? "1 person can sign in." : `${String(active.length)} people can sign in, ${String(admins)} of them as admin.`,
    invited === 0 ? null : `${String(invited)} ${invited === 1 ? "invitation is" : "invitations are"} open.`,
    disabled === 0 ? null : `${String(disabled)} ${disabled === 1 ? "account is" : "accounts are"} disabled.`,
    admins === 1 ? "Make a second person admin: nobody could let a single one in again who lost their password." : null,
  ];
  return parts.filter((part) => part !== null).join(" ");
}

function count(people: readonly User[], state: User["state"]): number {
  return people.filter((person) => person.state === state).length;
}
