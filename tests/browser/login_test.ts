import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAccessible } from "../_support/browser/axe.ts";
import { browserTests } from "../_support/browser/browser_tests.ts";
import { PageServer } from "../_support/browser/page_server.ts";
import { fitsTheWidth } from "../_support/browser/layout.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

const { test, visit } = browserTests();

const TOKEN = "a-token-for-a-test";

test("With a token the page asks for it, stays logged in after a reload, and logs out", async () => {
  const directory = makeTempDir();
  const file = join(directory, "token");
  writeFileSync(file, `${TOKEN}\n`, { mode: 0o600 });
  try {
    await using server = await PageServer.start("--http-token-file", file);
    const narrow = { width: 360, expected: [/401/] };
    await visit({ origin: server.origin, ...narrow }, async (page) => {
      const token = page.getByLabel("Token");
      await token.waitFor();
      await isAccessible(page);
      await fitsTheWidth(page);
      await token.fill("wrong");
      await page.keyboard.press("Enter");
      await page.getByText("The token is wrong.").waitFor();
      await token.fill(TOKEN);
      await page.keyboard.press("Enter");
      const empty = page.getByText("There are no experiments yet");
      await empty.waitFor();
      await page.reload();
      await empty.waitFor();
      await page.getByRole("button", { name: "Log out" }).click();
      await token.waitFor();
    });
  } finally {
    removeTempDir(directory);
  }
});
