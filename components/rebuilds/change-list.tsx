import { ArrowRight } from "lucide-react";
import { fieldWords, valueWords } from "./change-words.ts";

export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What folding again changes, field by field: as it is, and as it would be. */
export function ChangeList({ changes }: { readonly changes: readonly FieldChange[] }) {
  return (
    <dl className="flex flex-col rounded-md border">
      {changes.map(({ field, before, after }) => (
        <div key={field} className="flex flex-col gap-0.5 border-b px-3 py-2 last:border-b-0">
          <dt className="text-sm text-soft">{fieldWords(field)}</dt>
          <dd className="flex flex-wrap items-center gap-x-2 gap-y-0.5 break-words">
            <span className="min-w-0 text-soft line-through">
              <span className="sr-only">Now </span>
              {valueWords(field, before)}
            </span>
            <ArrowRight aria-hidden className="size-3.5 shrink-0 text-soft" />
            <span className="min-w-0 font-medium">
              <span className="sr-only">then </span>
              {valueWords(field, after)}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
