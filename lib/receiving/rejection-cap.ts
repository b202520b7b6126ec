/** Requests kept per source and hour although nobody vouched for them; the rest are counted only. */
export const rejectionsKeptPerHour = 1_000;
export const rejectedBytesKeptPerHour = 32 * 1024 * 1024;

/** A count, and the hour since the epoch that it belongs to. */
export interface HourCount {
  readonly hour: number;
  readonly count: number;
}

interface Hour {
  hour: number;
  kept: number;
  bytes: number;
}

/** So that a flood of forged requests costs a counter, not a disk. */
export class RejectionCap {
  private readonly hours = new Map<string, Hour>();

  /** Whether this one may still be stored, and if so counts it. `seenByAll`: refused in an hour by all processes. */
  admits(sourceId: string, bytes: number, seenByAll: HourCount, nowMs: number): boolean {
    const hour = Math.floor(nowMs / 3_600_000);
    let state = this.hours.get(sourceId);
    if (state?.hour !== hour) {
      state = { hour, kept: seenByAll.hour === hour ? Math.min(seenByAll.count, rejectionsKeptPerHour) : 0, bytes: 0 };
      this.hours.set(sourceId, state);
      this.forgetBefore(hour);
    }
    if (state.kept >= rejectionsKeptPerHour || state.bytes + bytes > rejectedBytesKeptPerHour) return false;
    state.kept += 1;
    state.bytes += bytes;
    return true;
  }

  private forgetBefore(hour: number): void {
    for (const [sourceId, state] of this.hours) if (state.hour < hour) this.hours.delete(sourceId);
  }
}
