import { setTimeout as delay } from "node:timers/promises";
import type { Locator, Page } from "playwright-core";
import { waitFor } from "../wait_for.ts";

/** Milliseconds in which a picture that moves has moved. */
const STILL_MS = 600;

/** The used part of the DOM's type, which is unknown here. */
interface Canvas {
  readonly width: number;
  readonly height: number;
  toDataURL(): string;
  getContext(kind: "2d"): {
    getImageData(...area: [number, number, number, number]): {
      readonly data: { readonly buffer: ArrayBuffer };
    };
  };
}

/** The pixels of a canvas, as text. */
export function pixels(canvas: Locator): Promise<string> {
  return canvas.evaluate((element) =>
    (element as unknown as Canvas).toDataURL()
  );
}

/** Waits until something has been drawn: several colours. */
export async function isDrawn(canvas: Locator): Promise<void> {
  await canvas.waitFor();
  await waitFor("a picture", () =>
    canvas.evaluate((element) => {
      const drawn = element as unknown as Canvas;
      const { data } = drawn.getContext("2d")
        .getImageData(0, 0, drawn.width, drawn.height);
      const colours = new Set(new Uint32Array(data.buffer));
      return colours.size > 3;
    }));
}

/**
 * Waits until there is an element that a CSS selector selects; resolves with
 * the time since the page was asked for, in ms.
 */
export function shownAfter(page: Page, selector: string): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const look = () => {
      document.querySelector(${JSON.stringify(selector)})
        ? resolve(performance.now())
        : requestAnimationFrame(look);
    };
    look();
  })`);
}

/** Waits until a picture changes. */
export async function moves(canvas: Locator): Promise<void> {
  const first = await pixels(canvas);
  await waitFor("a move", async () => await pixels(canvas) !== first);
}

/** Waits until a picture does not change any more. */
export async function comesToRest(canvas: Locator): Promise<void> {
  await waitFor("a picture that does not move", async () => {
    const first = await pixels(canvas);
    await delay(STILL_MS);
    return await pixels(canvas) === first;
  });
}
