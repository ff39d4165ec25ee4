/**
 * Preloaded into a program: SIGWINCH sets its wall clock back by an hour.
 */
import process from "node:process";

const HOUR_MS = 3_600_000;

process.on("SIGWINCH", () => {
  const now = Date.now;
  Date.now = () => now() - HOUR_MS;
});
