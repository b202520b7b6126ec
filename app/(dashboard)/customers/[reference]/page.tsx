import { EventTable } from "#components/events/event-table";
import { EraseCustomer } from "#components/customers/erase-customer";
import { TotalsStrip } from "#components/transactions/totals-strip";
import { CustomerFacts } from "#components/transactions/customer-facts";
import { TransactionTable } from "#components/transactions/transaction-table";
import { PageHeader, Section } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import { may } from "#lib/access/may";
import { getCustomer } from "#lib/transactions/get-customer";
import type { Metadata } from "next";
import { found } from "../../../found.ts";
import { signedIn } from "../../../signed-in.ts";
import { sourceNamesOf } from "../../../source-names.ts";

export const metadata: Metadata = { title: "Customer" };

const eventsShown = 20;

export default async function CustomerPage({ params }: { readonly params: Promise<{ readonly reference: string }> }) {
  const reference = decoded((await params).reference);
  const href = `/customers/${encodeURIComponent(reference)}`;
  const actor = await signedIn(href, "transactions.read");
  const [customer, sourceNames] = await Promise.all([found(getCustomer(actor, reference)), sourceNamesOf(actor)]);
  const listHref = `/transactions?customer=${encodeURIComponent(reference)}&mode=all`;
  const isErased = /^erased-[0-9a-f]{24}$/.test(reference);
  return (
    <>
      <PageHeader
        title={<span className="break-all">{customer.reference}</span>}
        answer={isErased ? "This customer was erased: what is left says nobody’s name." : customer.sourceIds.length > 1 ? `Everything under this customer reference, at ${String(customer.sourceIds.length)} sources: it may name another person at each.` : "Everything under this customer reference."}
      />
      <TotalsStrip totals={customer.totals} isLate={false} />
      <Section title="Person">
        <CustomerFacts subject={{ type: "customer", id: reference }} customer={{ reference: null, name: customer.name, email: customer.email, country: customer.country }} canUnmask={may(actor, "personal.read")} />
      </Section>
      <Section title="Transactions" actions={<TextLink href={listHref}>{customer.nextCursor === null ? "As a list with filters" : "All of them"}</TextLink>}>
        <TransactionTable transactions={customer.transactions} sourceNames={sourceNames} />
      </Section>
      <Section title="Latest events">
        {customer.events.length === 0 ? <p className="text-soft">None is kept: their retention has ended.</p> : <EventTable events={customer.events.slice(0, eventsShown)} sourceNames={sourceNames} />}
      </Section>
      {isErased || !may(actor, "personal.erase") ? null : (
        <Section title="Erase">
          <EraseCustomer reference={reference} />
        </Section>
      )}
    </>
  );
}

/** A part of an address as it was before it was written into one. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // No UTF-8 behind its percent signs: nothing has this reference.
  }
}
