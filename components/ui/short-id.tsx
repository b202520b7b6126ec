import Link from "next/link";
import { CopyButton } from "./copy-button.tsx";
import { shortenMiddle } from "./shorten-middle.ts";

/** An id in mono, shortened in its middle, whole on hover, one click to copy. */
export function ShortId({ id, href, what = "id", whole = false }: { readonly id: string; readonly href?: string; readonly what?: string; /** Shows all of it where there is room. */ readonly whole?: boolean }) {
  const short = shortenMiddle(id);
  const text =
    whole && short !== id ? (
      <>
        <span className="max-md:hidden">{id}</span>
        <span className="md:hidden">{short}</span>
      </>
    ) : (
      short
    );
  return (
    <span className="id mono" title={id}>
      {href === undefined ? (
        <span className="truncate">{text}</span>
      ) : (
        <Link href={href} prefetch={false} className="truncate text-accent underline decoration-1 underline-offset-2">
          {text}
        </Link>
      )}
      <CopyButton text={id} what={what} className="icon-small" />
    </span>
  );
}
