import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { Page } from "playwright-core";
import { repositoryRoot } from "../runtime_command.ts";

/** The pictures of the documents. */
const IMAGES = join(repositoryRoot, "docs", "images");

/**
 * Takes a picture of a page for the documents, `docs/images/NAME.png`, if
 * `OML_SCREENSHOTS=1`: other runs leave the repository as it is.
 */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (process.env.OML_SCREENSHOTS !== "1") return;
  mkdirSync(IMAGES, { recursive: true });
  await page.screenshot({
    path: join(IMAGES, `${name}.png`),
    animations: "disabled",
    caret: "hide",
  });
}
