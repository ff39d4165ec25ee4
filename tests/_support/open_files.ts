import { readdirSync, readlinkSync } from "node:fs";

/** Open files of this process in a directory, on Linux; other tests have some too. */
export function openFilesBelow(directory: string): string[] {
  return readdirSync("/proc/self/fd").map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return "";
    }
  }).filter((path) => path.startsWith(directory));
}
