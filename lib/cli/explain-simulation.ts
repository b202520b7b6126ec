import { SimulationError } from "#lib/simulator/simulation";
import { UsageError } from "./usage-error.ts";

/** What the simulator cannot make as asked is a mistake in the command line. */
export function explained<Result>(make: () => Result): Result {
  try {
    return make();
  } catch (error) {
    throw error instanceof SimulationError ? new UsageError(error.message) : error;
  }
}
