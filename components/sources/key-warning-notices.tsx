import { Notice } from "../ui/notice.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { TimeText } from "../ui/time-text.tsx";
import type { KeyWarning } from "./key-rotation.ts";

/** Said loudly on a source's pages while the end of a key is near and something depends on it. */
export function KeyWarningNotices({ warnings, rotateHref }: { readonly warnings: readonly KeyWarning[]; /** `null`: the reader may not, or is there already. */ readonly rotateHref: string | null }) {
  return warnings.map(({ key, name, tone, text }) => (
    <Notice key={key.id} tone={tone} title={`The key “${name}” ends soon`}>
      <p>
        It ends on <TimeText at={key.expiresAt ?? ""} as="both" />. {text} {rotateHref === null ? null : <TextLink href={rotateHref}>Rotate the key</TextLink>}
      </p>
    </Notice>
  ));
}
