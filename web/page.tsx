/**
 * The entry of the page.
 *
 * @module
 */
import { render } from "preact";
import { Api, type Reach } from "./api/api.ts";
import type { Session, SiteAnswer } from "./api/answers.ts";
import { App } from "./app.tsx";
import { ServerClock } from "./live/server_clock.ts";
import { Ticker } from "./live/ticker.ts";
import { Watchable } from "./live/watchable.ts";
import { Rates } from "./model/rates.ts";
import { type Page, PageContext } from "./parts/context.tsx";

function start(root: HTMLElement): void {
  const reach = new Watchable<Reach>("ok");
  const address = new Watchable(location.pathname + location.search);
  const page: Page = {
    api: new Api({
      fetch: (url, options) => fetch(url, options),
      onReach: (is) => reach.set(is),
    }),
    reach,
    session: new Watchable<Session | undefined>(undefined),
    address,
    site: new Watchable<SiteAnswer | undefined>(undefined),
    clock: new ServerClock(),
    ticker: new Ticker(),
    rates: new Rates(),
  };
  addEventListener("popstate", () => {
    address.set(location.pathname + location.search);
  });
  render(
    <PageContext.Provider value={page}>
      <App />
    </PageContext.Provider>,
    root,
  );
}

const root = document.getElementById("page");
if (root !== null) start(root);
