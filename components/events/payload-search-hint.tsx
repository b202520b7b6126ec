import { shortestSearch } from "#lib/events/payload-search-shape";
import { TextLink } from "../ui/text-link.tsx";

/** Where a search by reference found nothing: the text may still stand in a message. */
export function PayloadSearchHint({ searched }: { readonly searched: string | undefined }) {
  if (searched === undefined || searched.trim().length < shortestSearch) return null;
  return (
    <p>
      It may stand somewhere else in a message: <TextLink href={`/events/search?text=${encodeURIComponent(searched)}&mode=all`}>look for “{searched}” in the payloads</TextLink>.
    </p>
  );
}
