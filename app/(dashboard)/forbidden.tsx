import { ForbiddenPage } from "#components/shell/forbidden-page";
import { currentActor } from "#lib/access/current-actor";

export default async function ForbiddenInDashboard() {
  return <ForbiddenPage role={(await currentActor())?.role ?? null} />;
}
