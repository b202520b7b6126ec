/** A browser session ends after this, however busy it was. */
export const sessionAbsoluteMs = 12 * 60 * 60 * 1000;
/** And after this without a request. */
export const sessionIdleMs = 2 * 60 * 60 * 1000;
/** How much later than true the time of the last request may be kept, so that reading a page rarely writes. */
export const lastSeenGrainMs = 60 * 1000;
