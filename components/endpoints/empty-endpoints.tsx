import { Send } from "lucide-react";
import { ButtonLink } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { NewEndpointLink } from "./new-endpoint-link.tsx";

/** What endpoints are for, and the way to the first one. */
export function EmptyEndpoints({ filtered, canCreate }: { readonly filtered: boolean; readonly canCreate: boolean }) {
  if (filtered) {
    return (
      <EmptyState icon={Send} title="No endpoint like this" action={<ButtonLink href="/endpoints?mode=all">Show all</ButtonLink>}>
        <p>None has this mode and state.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Send} title="Nothing is sent anywhere yet" action={<NewEndpointLink canCreate={canCreate} />}>
      <p>An endpoint is a URL of your own backend. Every event that its filters take is posted to it, signed so that your code can prove where it comes from, and tried again for 24 hours when it is not taken.</p>
      <ol className="flex list-decimal flex-col gap-1 pl-5">
        <li>Enter the URL: it is checked while you type, from its name to its certificate.</li>
        <li>Copy the secret, and the code that verifies the signature in your language.</li>
        <li>Send a signed test event and see what your server answered.</li>
      </ol>
      <p>
        To try it without a server: <code className="font-mono text-xs">npm run cli -- listen</code> forwards events to a port of your own machine.
      </p>
      {canCreate ? null : <p>An admin creates endpoints; your role may read what is sent.</p>}
    </EmptyState>
  );
}
