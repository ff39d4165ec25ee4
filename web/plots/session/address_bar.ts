/**
 * The address of the browser.
 *
 * @module
 */
import type { Page } from "../../parts/context.tsx";
import { viewQuery, type ViewState } from "../view/view_state.ts";

/** Milliseconds without a change before the address shows the view. */
const PAUSE = 250;

/** Keeps the address so that it reproduces the view. */
export class AddressBar {
  readonly #page: Page;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #own: string | undefined;

  /** The address of a page. */
  constructor(page: Page) {
    this.#page = page;
  }

  /** Shows a view once it has not changed for a moment. */
  show(state: ViewState): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const address = location.pathname + viewQuery(state);
      this.#own = address;
      history.replaceState(history.state, "", address);
      this.#page.address.set(address);
    }, PAUSE);
  }

  /** Whether the address is what it was set to. */
  isOwn(): boolean {
    return location.pathname + location.search === this.#own;
  }

  /** Changes the address no more. */
  stop(): void {
    clearTimeout(this.#timer);
  }
}
