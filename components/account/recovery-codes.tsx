"use client";

import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { Notice } from "../ui/notice.tsx";

/** The recovery codes, shown once. */
export function RecoveryCodes({ codes, onClose }: { readonly codes: readonly string[] | null; readonly onClose: () => void }) {
  return (
    <Dialog open={codes !== null} onClose={onClose} title="Your recovery codes">
      <Notice tone="warn" title="Shown only now">
        <p>Each signs you in once when the app is not at hand. Print them, or keep them in a password manager, apart from the device with the app.</p>
      </Notice>
      <CodeBlock text={(codes ?? []).join("\n")} what="recovery codes" />
      <DialogActions>
        <Button look="primary" onClick={onClose}>
          I have kept them
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** The codes in an answer of the API. */
export function codesOf(body: unknown): readonly string[] {
  const codes: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "recoveryCodes") : null;
  return Array.isArray(codes) ? codes.filter((code) => typeof code === "string") : [];
}
