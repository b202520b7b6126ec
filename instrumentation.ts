/** Next calls this once in each process. Under our own server everything is open already; deployed alone, Next opens it here. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { openForNextAlone } = await import("#lib/server/open-for-next-alone");
  await openForNextAlone();
}
