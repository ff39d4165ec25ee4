/**
 * What all parts of the page share.
 *
 * @module
 */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Session, SiteAnswer } from "../api/answers.ts";
import type { Api, Reach } from "../api/api.ts";
import type { ServerClock } from "../live/server_clock.ts";
import type { Ticker } from "../live/ticker.ts";
import type { Watchable } from "../live/watchable.ts";
import type { Rates } from "../model/rates.ts";

/** What all parts of the page share. */
export interface Page {
  /** The client of the API. */
  readonly api: Api;
  /** Whether the server answers. */
  readonly reach: Watchable<Reach>;
  /** Whether this browser may read; unset before the first answer. */
  readonly session: Watchable<Session | undefined>;
  /** The path and query that are shown. */
  readonly address: Watchable<string>;
  /** The program behind the page; unset before its first answer. */
  readonly site: Watchable<SiteAnswer | undefined>;
  /** The server's time. */
  readonly clock: ServerClock;
  /** Calls everything that shows an age. */
  readonly ticker: Ticker;
  /** Rates of experiments and totals. */
  readonly rates: Rates;
}

/** Holds the page's `Page`. */
export const PageContext = createContext<Page | undefined>(undefined);

/** What all parts of the page share. */
export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error("there is no page around this part");
  return page;
}
