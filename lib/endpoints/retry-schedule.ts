/** Seconds between one attempt and the next, for an endpoint that has no schedule of its own: 23 h 42 min in all. */
export const defaultRetrySchedule: readonly number[] = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 28_800];

/** No attempt starts later than this after the first. */
export const retryWindowSeconds = 86_400;
