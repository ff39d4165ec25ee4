import type { Locator } from "playwright-core";
import { waitFor } from "../wait_for.ts";

/** Waits until the number that a pattern's group finds in a text grows. */
export async function grows(place: Locator, what: RegExp): Promise<void> {
  const first = await figureIn(place, what);
  await waitFor(`${what} to grow`, async () => {
    const now = await figureIn(place, what);
    return now > first || `it was ${first} and is ${now}`;
  });
}

async function figureIn(place: Locator, what: RegExp): Promise<number> {
  const text = await place.innerText();
  return Number((what.exec(text)?.[1] ?? "").replaceAll(/[\s,]/g, "") || NaN);
}
