import { Brand } from "#components/shell/brand";
import type { ReactNode } from "react";

export default function AuthLayout({ children }: { readonly children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-90 flex-col justify-center gap-6 px-4 py-12">
      <Brand />
      {children}
    </main>
  );
}
