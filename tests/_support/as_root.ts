import { spawnSync } from "node:child_process";
import process from "node:process";

/**
 * The reason why a test with root's privileges can't run here; `false` if it
 * can.
 */
export const notRoot: string | false =
  (process.platform !== "linux" || process.getuid?.() !== 0) &&
  "only root can give up its rights, and only Linux shows that in /proc";

/** The same for a test that also needs setpriv(1) to start something. */
export const noSetpriv: string | false = notRoot ||
  (spawnSync("setpriv", ["--version"]).status !== 0 &&
    "there is no setpriv(1) here");
