/**
 * Runs work that may be stopped between two pieces: the first Ctrl-C asks it to, a second one ends the process as usual.
 */
export async function whileListeningForStop<Result>(work: (shouldStop: () => boolean) => Promise<Result>): Promise<Result> {
  let asked = false;
  const ask = (): void => {
    asked = true;
  };
  process.once("SIGINT", ask);
  process.once("SIGTERM", ask);
  try {
    return await work(() => asked);
  } finally {
    process.off("SIGINT", ask);
    process.off("SIGTERM", ask);
  }
}
