import type { Locator, Page } from "playwright-core";

/** More steps than any page needs from one end to the other. */
const MOST = 150;

/** Presses Tab until an element has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let i = 0; i < MOST; i++) {
    await page.keyboard.press("Tab");
    const hasFocus = await target.evaluate((element) =>
      element === element.ownerDocument?.activeElement
    );
    if (hasFocus) return;
  }
  throw new Error(`${MOST} times Tab do not reach ${target}`);
}
