import { ErasedNotice } from "#components/requests/erased-notice";
import { RebuildButton } from "#components/rebuilds/rebuild-button";
import { AmountsBar } from "#components/transactions/amounts-bar";
import { AnomalyList } from "#components/transactions/anomaly-list";
import { CheckFacts } from "#components/transactions/check-facts";
import { CloseByHand } from "#components/transactions/close-by-hand";
import { CustomerFacts } from "#components/transactions/customer-facts";
import { OperationTable } from "#components/transactions/operation-table";
import { PaymentMethodText } from "#components/transactions/payment-method";
import { ReferenceList } from "#components/transactions/reference-list";
import { ReopenButton } from "#components/transactions/reopen-button";
import { ResolutionBox } from "#components/transactions/resolution-box";
import { Timeline } from "#components/transactions/timeline";
import { TransactionAnswerText } from "#components/transactions/transaction-answer-text";
import { TransactionBadges } from "#components/transactions/transaction-badges";
import { TransactionFacts } from "#components/transactions/transaction-facts";
import { WhyTable } from "#components/transactions/why-table";
import { ValidationLinks } from "#components/validations/validation-links";
import { LazyJsonViewer } from "#components/ui/lazy-json-viewer";
import { Money } from "#components/ui/money";
import { PageHeader, Section } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import { may } from "#lib/access/may";
import { writeJson } from "#lib/platform/raw-json";
import { providerById } from "#lib/providers/registry";
import { finalStatuses } from "#lib/transactions/final-statuses";
import { getTransaction } from "#lib/transactions/get-transaction";
import type { TransactionDetail } from "#lib/transactions/transaction-shape";
import { listValidations } from "#lib/validations/read-validations";
import { validationsQuery } from "#lib/validations/validation-queries";
import type { Metadata } from "next";
import { closingConsequences } from "../../../../components/transactions/closing-words.ts";
import { eventTitles } from "../../../../components/transactions/timeline-items.ts";
import { lowerFirst, statusWords } from "../../../../components/transactions/transaction-words.ts";
import { found } from "../../../found.ts";
import type { SearchParams } from "../../../search-params.ts";
import { type Person, signedIn } from "../../../signed-in.ts";
import { sourceOf } from "../../../source-of.ts";
import { timelineOf } from "../timeline-of.ts";

export const metadata: Metadata = { title: "Transaction" };

interface TransactionPageProps {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<SearchParams>;
}

export default async function TransactionPage({ params, searchParams }: TransactionPageProps) {
  const { id } = await params;
  const actor = await signedIn(`/transactions/${id}`, "transactions.read");
  const transaction = await found(getTransaction(actor, id));
  const [source, timeline, validations] = await Promise.all([sourceOf(actor, transaction.sourceId), timelineOf(actor, transaction, await searchParams), listValidations(actor, validationsQuery.parse({ transactionId: transaction.id, limit: "5" }))]);
  const canAct = may(actor, "transactions.write");
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {transaction.amount === null ? "Transaction" : <Money {...transaction.amount} />}
            <TransactionBadges transaction={transaction} />
          </span>
        }
        answer={<TransactionAnswerText told={transaction} />}
        actions={<Actions actor={actor} transaction={transaction} />}
      />
      {transaction.resolution === null ? null : <ResolutionBox resolution={transaction.resolution} foldedStatus={transaction.foldedStatus} />}
      {transaction.anomalies.length === 0 ? null : <AnomalyList transactionId={transaction.id} anomalies={transaction.anomalies} canAct={canAct} />}
      <div className="grid gap-x-10 gap-y-6 xl:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <Section title="Amounts">
            <AmountsBar amounts={transaction.amounts} fees={transaction.amounts.fees} />
          </Section>
          <Section title="Timeline" actions={<TextLink href={`/events?transactionId=${transaction.id}&mode=all`}>All its events</TextLink>}>
            <Timeline {...timeline} />
          </Section>
          <Section title="Operations">
            <OperationTable operations={transaction.operations} />
          </Section>
          <Section title="Why it is in this state">
            <WhyTable why={transaction.why} eventTitles={eventTitles(transaction.timeline)} />
          </Section>
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <Section title="Customer">
            <ErasedNotice at={transaction.erasedAt} />
            <CustomerFacts subject={{ type: "transaction", id: transaction.id }} customer={transaction.customer} canUnmask={may(actor, "personal.read")} />
          </Section>
          <Section title="Method">
            <PaymentMethodText method={transaction.method} />
            <CheckFacts avs={transaction.avs} cvc={transaction.cvc} />
          </Section>
          <ValidationLinks validations={validations.data} />
          <Section title="References">
            <ReferenceList reference={transaction.reference} references={transaction.references} />
          </Section>
          <Section title="Facts">
            <TransactionFacts transaction={transaction} sourceName={source?.name ?? null} providerName={providerById(transaction.provider).name} />
          </Section>
        </div>
      </div>
      <Section title="Raw">
        <LazyJsonViewer text={writeJson(transaction)} what="transaction" />
      </Section>
    </>
  );
}

function Actions({ actor, transaction }: { readonly actor: Person; readonly transaction: TransactionDetail }) {
  const { id, kind, provider, resolution, foldedStatus } = transaction;
  return (
    <>
      {may(actor, "transactions.rebuild") ? <RebuildButton transactionId={id} /> : null}
      {!may(actor, "transactions.write") ? null : resolution === null ? (
        <CloseByHand transactionId={id} choices={finalStatuses[kind].map((status) => ({ value: status, text: statusWords[status] }))} consequences={closingConsequences(provider, providerById(provider).name)} />
      ) : (
        <ReopenButton transactionId={id} foldedStatus={lowerFirst(statusWords[foldedStatus])} />
      )}
    </>
  );
}
