import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { optionsPage } from "../../../cli/manual/options_page.ts";
import { PAGES } from "../../../cli/manual/pages.ts";

test("docs/options.md is current", () => {
  const path = new URL("../../../docs/options.md", import.meta.url);
  assert.equal(
    words(readFileSync(path, "utf8")),
    words(optionsPage(PAGES.values())),
    "write it again: deno task options",
  );
});

/** Removes line breaks, which the formatter moves. */
function words(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
