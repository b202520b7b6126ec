import type { ReactNode } from "react";

/** Next asks for one; the bench shows no page. */
export default function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
