/** The name and its mark: a tick on a line, a signature that was checked. */
export function Brand({ foldable = false }: { readonly foldable?: boolean }) {
  return (
    <span className="flex items-center gap-2 font-semibold">
      <svg viewBox="0 0 32 32" aria-hidden className="size-6 shrink-0">
        <rect width="32" height="32" rx="7" className="fill-accent-solid" />
        <path d="M8 17.2l5 5L24.5 10" fill="none" stroke="#fff" strokeWidth="3.2" strokeLinecap="round" strokeLinejoin="round" />
        <path d="M8 26h16" stroke="#b9c8ff" strokeWidth="2" strokeLinecap="round" />
      </svg>
      <span className={foldable ? "nav-small:sr-only" : ""}>Countersign</span>
    </span>
  );
}
