import { ForbiddenPage } from "#components/shell/forbidden-page";
import { currentActor } from "#lib/access/current-actor";

export default async function ForbiddenOnPaymentPage() {
  return <ForbiddenPage role={(await currentActor())?.role ?? null} />;
}
