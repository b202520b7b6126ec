import type { User } from "#lib/team/user-shape";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Badge, StateBadge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { PersonMenu } from "./person-menu.tsx";
import { roleWords } from "./role-words.ts";

const columns: readonly Column<User>[] = [
  { key: "name", header: "Person", track: "minmax(12rem,1.6fr)", onPhone: "title", cell: (person) => <NameCell person={person} /> },
  { key: "state", header: "State", track: "max-content", onPhone: "bare", cell: ({ state }) => <StateBadge state={state} /> },
  { key: "role", header: "Role", track: "max-content", cell: ({ role }) => roleWords[role] },
  { key: "signIn", header: "Signs in by", track: "minmax(8rem,1fr)", cell: (person) => <span className="text-sm">{signInWords(person)}</span> },
  { key: "seen", header: "Last seen", track: "max-content", align: "end", cell: (person) => <SeenCell person={person} /> },
  { key: "sessions", header: "Browsers", track: "max-content", align: "end", cell: ({ openSessions }) => <span className="tabular">{openSessions}</span> },
  { key: "actions", header: "", track: "max-content", onPhone: "bare", opens: true, cell: (person) => <ActionsCell person={person} /> },
];

/** Everybody who may sign in, may again, or is invited. */
export function TeamTable({ people }: { readonly people: readonly User[] }) {
  return <DataTable label="Team" rows={people} rowKey={({ id }) => id} columns={columns} />;
}

function NameCell({ person: { name, email, you } }: { readonly person: User }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2 max-md:flex-col max-md:gap-0">
      <span className="flex shrink-0 items-baseline gap-2 font-medium">
        {name}
        {you ? <Badge>You</Badge> : null}
      </span>
      {name === email ? null : (
        <span className="max-w-full truncate text-sm text-soft" title={email}>
          {email}
        </span>
      )}
    </span>
  );
}

/** At the right edge also on a phone: the menu opens to the left. */
function ActionsCell({ person }: { readonly person: User }) {
  return (
    <span className="flex w-full justify-end">
      <PersonMenu person={person} />
    </span>
  );
}

function SeenCell({ person: { invitation, lastSeenAt } }: { readonly person: User }) {
  if (invitation !== null) return invitation.isExpired ? <span className="text-warn">Link has expired</span> : <span className="text-soft">Link ends <TimeText at={invitation.expiresAt} /></span>;
  return lastSeenAt === null ? <span className="text-soft">Not within 30 days</span> : <TimeText at={lastSeenAt} />;
}

function signInWords({ hasPassword, hasSingleSignOn, hasTotp, state }: User): string {
  if (state === "invited") return "–";
  const ways = [hasPassword ? (hasTotp ? "Password and code" : "Password") : null, hasSingleSignOn ? "single sign-on" : null].filter((way) => way !== null);
  const words = ways.join(", ");
  return words === "" ? "Nothing yet" : words.charAt(0).toUpperCase() + words.slice(1);
}
