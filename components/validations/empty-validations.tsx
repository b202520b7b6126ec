import { SearchX, ShieldQuestion } from "lucide-react";
import { ButtonLink } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

/** Why nothing was decided, and what to do next. `url`: what the provider has to be given; `null` for viewers. */
export function EmptyValidations({ filtered, url }: { readonly filtered: boolean; readonly url: string | null }) {
  if (filtered) {
    return (
      <EmptyState icon={SearchX} title="Nothing fits these filters" action={<ButtonLink href="/validations">Show all</ButtonLink>}>
        <p>No decision of this kind and time is kept.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={ShieldQuestion} title="Nobody asked yet">
      <p>
        Before it tries a payment, Praxis asks the URL that your shop sends as <code className="font-mono text-xs">validation_url</code> with the session. Each question stands here within a moment, with the answer, the rule that gave it and the time it took.
      </p>
      {url === null ? null : <CodeBlock text={`"validation_url": "${url}"`} what="member of the session request" wrap />}
    </EmptyState>
  );
}
