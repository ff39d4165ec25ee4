import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { Page } from "playwright-core";
import { repositoryRoot } from "../runtime_command.ts";

/** The directory of the documents' pictures. */
export const IMAGES: string = join(repositoryRoot, "docs", "images");

/** Whether pictures are taken: other runs leave the repository as it is. */
export const takesPictures: boolean = process.env.OML_SCREENSHOTS === "1";

/** Shows a usual directory instead of the test's. */
const NAME_DIRECTORIES = `{
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data } = texts.currentNode;
    const shown = data.replace(/\\/\\S*oml-test-\\w+(\\/data)?/g, "/srv/oml");
    if (shown !== data) texts.currentNode.data = shown;
  }
}`;

/** Takes a picture of a page for the documents, `docs/images/NAME.png`. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(IMAGES, { recursive: true });
  await page.evaluate(NAME_DIRECTORIES);
  await page.screenshot({
    path: join(IMAGES, `${name}.png`),
    animations: "disabled",
    caret: "hide",
  });
}
