import process from "node:process";
import { type Browser, chromium } from "playwright-core";
import { programPath } from "../is_installed.ts";

/** Chromium, and browsers that can replace it. */
const PROGRAMS = ["chromium", "chromium-browser", "google-chrome"];

/** Options that keep it from using the network by itself, or a GPU. */
const ARGS = [
  "--headless",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Its sandbox refuses to start for root.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/** The reason why no browser can run here; `undefined` if one can. */
export function whyNoBrowser(): string | undefined {
  if (browserPath() !== undefined) return undefined;
  return "Chromium is missing; install Debian's package chromium";
}

/**
 * Starts it with an empty profile. It is controlled over a pipe, so that it
 * exits with the process that started it, however that ends.
 */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath(),
    args: ARGS,
    timeout: 60_000,
    // The runners of the tests handle signals.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

function browserPath(): string | undefined {
  return PROGRAMS.map(programPath).find((path) => path !== undefined);
}
