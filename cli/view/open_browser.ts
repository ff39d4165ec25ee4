/**
 * Opens a page in the user's browser.
 *
 * @module
 */
import { spawn } from "node:child_process";
import process from "node:process";
import { errorText } from "../../shared/error_text.ts";

/** The program that opens a URL, on this system. */
function opener(): string {
  return process.platform === "darwin" ? "open" : "xdg-open";
}

/** Opens `url`; `failed` is called with the reason if that can't be started. */
export function openBrowser(
  url: string,
  failed: (reason: string) => void,
  program: string = opener(),
): void {
  const fail = (error: unknown) =>
    failed(
      `Cannot start ${program}: ${errorText(error)}; open ${url} yourself`,
    );
  try {
    // It outlives this program.
    const options = { stdio: "ignore", detached: true } as const;
    spawn(program, [url], options).once("error", fail).unref();
  } catch (error) {
    fail(error);
  }
}
