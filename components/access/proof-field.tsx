import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";

/** The password again, or a code of the authenticator app in its place. */
export function ProofField({ byCode, error, onSwitch }: { readonly byCode: boolean; readonly error: string | undefined; readonly onSwitch: () => void }) {
  return (
    <div className="flex flex-col items-start gap-1">
      <div className="w-full">
        {byCode ? (
          <TextField key="code" label="Your code" name="code" autoComplete="one-time-code" spellCheck={false} required autoFocus maxLength={64} className="font-mono" error={error} hint="The six digits that your authenticator app shows, or a recovery code." />
        ) : (
          <TextField key="password" label="Your password" name="password" type="password" autoComplete="current-password" required autoFocus error={error} />
        )}
      </div>
      <Button look="quiet" className="-ml-3" onClick={onSwitch}>
        {byCode ? "Use the password instead" : "Use a code of the authenticator app instead"}
      </Button>
    </div>
  );
}
