import { after, before, test as register } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { within } from "../within.ts";
import { launchChromium, whyNoBrowser } from "./chromium.ts";
import { PageFaults } from "./page_faults.ts";

/** How a page is opened. */
export interface Visit {
  /** The origin of the server, such as `http://127.0.0.1:8080`. */
  readonly origin: string;
  /** The path and query of the page (default: `/`). */
  readonly path?: string;
  /** CSS pixels (default: 1280 × 800). */
  readonly width?: number;
  readonly height?: number;
  /** Whether the system wishes a dark page. */
  readonly dark?: boolean;
  /** Faults that are expected from the start. */
  readonly expected?: readonly RegExp[];
  /** More options of the browser. */
  readonly context?: BrowserContextOptions;
}

/** A page that is open, and what went wrong in it. */
export interface Visited {
  readonly page: Page;
  readonly faults: PageFaults;
}

/** Milliseconds that an action of a page may take. */
const ACTION_MS = 15_000;

/** The tests of a file that share one browser, which starts with the first. */
export interface BrowserTests {
  /** Registers a test; it is skipped where there is no browser. */
  test(name: string, run: () => Promise<void>): void;
  /**
   * Opens a page in a profile of its own, lends it, and closes it. Rejects if
   * anything is wrong in the page at the end.
   */
  visit(
    how: Visit,
    use: (page: Page, visited: Visited) => Promise<void>,
  ): Promise<void>;
}

/** Creates the tests of a file; `skip` is a reason to skip all of them. */
export function browserTests(skip?: string): BrowserTests {
  const reason = skip ?? whyNoBrowser();
  let browser: Promise<Browser> | undefined;
  if (reason === undefined) {
    before(() => {
      browser = launchChromium();
      // Its error is the first test's.
      return browser.then(() => {}, () => {});
    });
    after(async () => await (await browser)?.close());
  }
  return {
    test: (name, run) => register(name, { skip: reason }, run),
    visit: async (how, use) => {
      if (browser === undefined) throw new Error("It runs in no test");
      await visit(await browser, how, use);
    },
  };
}

async function visit(
  browser: Browser,
  { origin, path = "/", width = 1280, height = 800, dark, ...more }: Visit,
  use: (page: Page, visited: Visited) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    // Neither the place nor the language of the machine matters.
    locale: "en-GB",
    timezoneId: "Asia/Kathmandu",
    ...more.context,
  });
  try {
    context.setDefaultTimeout(ACTION_MS);
    const page = await context.newPage();
    const faults = new PageFaults(page, origin);
    more.expected?.forEach((what) => faults.expect(what));
    try {
      await page.goto(path, { waitUntil: "load" });
      await use(page, { page, faults });
    } catch (cause) {
      throw new Error(await account(page, faults), { cause });
    }
    const [first] = faults.all();
    if (first !== undefined) throw new Error(await account(page, faults));
  } finally {
    await context.close();
  }
}

/** What a person would see of a page in which a test failed. */
async function account(page: Page, faults: PageFaults): Promise<string> {
  const text = within(page.locator("body").innerText(), 2_000, "no text")
    .catch(String);
  return [
    `In ${page.url()}:`,
    ...faults.all(),
    `The page says: ${(await text).slice(0, 1_500)}`,
  ].join("\n");
}
