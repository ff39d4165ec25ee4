import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { DARK, LIGHT } from "../../../report/html/colours.ts";

const css = readFileSync(
  new URL("../../../web/styles/tokens.css", import.meta.url),
  "utf8",
);

test("The colours are those of the page", () => {
  const tokens = css.split("@media").map((part) =>
    Object.fromEntries(
      [...part.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)]
        .map(([, name, colour]) => [name, colour]),
    )
  );
  assert.deepEqual([LIGHT, DARK], tokens);
});
