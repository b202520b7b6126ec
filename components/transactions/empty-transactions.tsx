import { CreditCard, SearchX } from "lucide-react";
import { PayloadSearchHint } from "../events/payload-search-hint.tsx";
import { CreateSourceLink } from "../sources/create-source-link.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { TextLink } from "../ui/text-link.tsx";

interface EmptyTransactionsProps {
  /** Whether filters hide something. */
  readonly filtered: boolean;
  readonly noSources: boolean;
  readonly canCreate: boolean;
  /** The address of this installation. */
  readonly publicUrl: string;
  /** What was searched for. */
  readonly searched?: string | undefined;
}

/** What an empty list of transactions teaches: where payments come from, and how to make one appear. */
export function EmptyTransactions({ filtered, noSources, canCreate, publicUrl, searched }: EmptyTransactionsProps) {
  if (filtered) {
    return (
      <EmptyState icon={SearchX} title="No transaction matches" action={<ButtonLink href="/transactions?mode=all">Show all transactions</ButtonLink>}>
        <p>
          The search takes a whole reference (payment, order, operation or customer), the last four digits of a card, an e-mail address, or an amount such as 25.99. Widen the time range, or <TextLink href="/events">look among the events</TextLink>: those that name no payment make no transaction.
        </p>
        <PayloadSearchHint searched={searched} />
      </EmptyState>
    );
  }
  if (noSources) {
    return (
      <EmptyState icon={CreditCard} title="No provider sends here yet" action={<CreateSourceLink canCreate={canCreate} />}>
        <p>{canCreate ? "Create a source first: it gives you the URL to register with your payment provider." : "An admin creates a source first: the URL that your payment provider calls."} Each payment that its messages tell of becomes a transaction here: what was authorized, captured, refunded and disputed, whichever provider it came from.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={CreditCard} title="No payment yet" action={<ButtonLink href="/sources">Go to the sources</ButtonLink>}>
      <p>A transaction appears within a second of the first message about its payment. The page of a source has its URL and a command with its key filled in; this is how it looks:</p>
      <CodeBlock text={`npm run cli -- send gateway --url ${publicUrl}/api/webhooks/TOKEN --key KEY`} what="command" />
    </EmptyState>
  );
}
