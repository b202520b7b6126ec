import Link from "next/link";
import type { ButtonHTMLAttributes, ReactNode } from "react";
import { classNames } from "./class-names.ts";

export type ButtonLook = "primary" | "plain" | "quiet" | "danger";

const looks: Record<ButtonLook, string> = {
  primary: "bg-accent-solid text-white hover:bg-accent-press border-transparent",
  plain: "bg-page text-ink border-line hover:bg-hover",
  quiet: "bg-transparent text-soft border-transparent hover:bg-hover hover:text-ink",
  danger: "bg-bad-solid text-white border-transparent hover:opacity-90",
};

const shape =
  "inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-md border px-3 text-sm font-medium whitespace-nowrap transition-colors disabled:opacity-55 max-md:h-10";

export function Button({ look = "plain", busy = false, className, children, ...rest }: ButtonHTMLAttributes<HTMLButtonElement> & { readonly look?: ButtonLook; /** True while its work runs: it cannot be pressed twice. */ readonly busy?: boolean }) {
  return (
    <button type="button" {...rest} disabled={busy || rest.disabled === true} aria-busy={busy} className={classNames(shape, looks[look], className)}>
      {children}
    </button>
  );
}

/** A square button with an icon; `label` is its name for screen readers and its tooltip. */
export function IconButton({ label, className, children, ...rest }: Omit<ButtonHTMLAttributes<HTMLButtonElement>, "aria-label" | "title"> & { readonly label: string }) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={classNames("icon-button", className)}
    >
      {children}
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink({ href, look = "plain", className, children }: { readonly href: string; readonly look?: ButtonLook; readonly className?: string; readonly children: ReactNode }) {
  return (
    <Link href={href} className={classNames(shape, looks[look], className)}>
      {children}
    </Link>
  );
}
