/** Where to go after sign-in: only a path of our own, never another site. Anything else is the overview. */
export function safeReturnPath(text: string | undefined): string {
  if (text === undefined || !text.startsWith("/")) return "/";
  // Browsers read "//host" and "/\host" as another site; the URL parser knows all such spellings.
  const here = "http://countersign.invalid";
  const url = URL.canParse(text, here) ? new URL(text, here) : null;
  if (url === null || url.origin !== here || url.pathname.startsWith("/api/") || url.pathname.startsWith("//")) return "/";
  return `${url.pathname}${url.search}`;
}
