import { Problem } from "#lib/platform/problem";
import { notFound } from "next/navigation";

/** What was read, or the page that says that nothing is here. */
export async function found<Value>(reading: Promise<Value>): Promise<Value> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Problem && error.kind === "not_found") notFound();
    throw error;
  }
}
