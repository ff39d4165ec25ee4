/**
 * What docs/guarantees.md promises for `kill -9`: the most milliseconds from
 * when a program read the oldest lost data until it was killed.
 */
export const PROMISED = { serverMs: 1_000, proxyMs: 500 };
