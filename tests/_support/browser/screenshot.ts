import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { Page } from "playwright-core";
import { repositoryRoot } from "../runtime_command.ts";

/** The directory of the documents' pictures. */
export const IMAGES: string = join(repositoryRoot, "docs", "images");

/** Whether pictures are taken: other runs leave the repository as it is. */
export const takesPictures: boolean = process.env.OML_SCREENSHOTS === "1";

/** Nobody's directories belong in a document. */
const HIDE = `for (const each of document.querySelectorAll(".place, .path")) {
  each.style.visibility = "hidden";
}`;

/** Takes a picture of a page for the documents, `docs/images/NAME.png`. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(IMAGES, { recursive: true });
  await page.evaluate(HIDE);
  await page.screenshot({
    path: join(IMAGES, `${name}.png`),
    animations: "disabled",
    caret: "hide",
  });
}
