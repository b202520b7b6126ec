import { z } from "zod";
import { emailInput, normaliseEmail, personNameInput } from "./email.ts";
import { passwordInput } from "./password.ts";

export const newPersonShape = { email: emailInput, name: personNameInput, password: passwordInput } as const;

/** What makes a person who signs in with a password. */
export const newPersonInput = z.strictObject(newPersonShape).check(refusePasswordLikeEmail);

/** The one password that anybody would try first. */
export function refusePasswordLikeEmail(context: z.core.ParsePayload<{ email: string; password: string }>): void {
  const { email, password } = context.value;
  if (normaliseEmail(password) === email) {
    context.issues.push({ code: "custom", path: ["password"], message: "Not the email address itself: choose something that nobody can guess.", input: "" });
  }
}
