/** A stop that takes longer is cut: supervisors kill after ten seconds anyway. */
const hardStopMs = 9_500;

/** On SIGTERM or SIGINT lets go of everything once, and ends the process. */
export function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false;
  const end = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), hardStopMs).unref();
    void stop().then(() => process.exit(0));
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
}
