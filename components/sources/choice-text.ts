/** Plain words begin with a capital; codes such as `sha256` or `{body}` stay as they are. */
export function choiceText(choice: string): string {
  return /^[a-z]{4,}$/.test(choice) && choice !== "utf8" ? choice.charAt(0).toUpperCase() + choice.slice(1) : choice;
}
