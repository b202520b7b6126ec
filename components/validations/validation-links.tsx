import type { Validation } from "#lib/validations/validation-shape";
import { Section } from "../ui/page-header.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { DecisionBadge } from "./decision-badge.tsx";

/** What was decided before this payment was tried; nothing where nobody asked. */
export function ValidationLinks({ validations }: { readonly validations: readonly Validation[] }) {
  if (validations.length === 0) return null;
  return (
    <Section title="Asked before it was tried">
      <ul className="flex flex-col gap-2">
        {validations.map(({ id, action, rule, at }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <DecisionBadge action={action} />
            <TextLink href={`/validations/${id}`}>{rule ?? "Otherwise"}</TextLink>
            <span className="text-sm text-soft">
              <TimeText at={at} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
