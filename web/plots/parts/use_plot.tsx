/**
 * A plot's session for the time that a page is shown.
 *
 * @module
 */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { ExperimentDescription } from "../../../archive/archive.ts";
import { usePage } from "../../parts/context.tsx";
import { DARK, LIGHT, type Theme } from "../../theme.ts";
import { browserHost } from "../session/browser_host.ts";
import { AddressBar } from "../session/address_bar.ts";
import { PlotSession } from "../session/plot_session.ts";
import { Stage } from "../session/stage.ts";
import type { TableName } from "../view/urls.ts";
import { readView } from "../view/view_state.ts";

/** A session and what its charts share. */
export interface Plot {
  /** What is shown. */
  readonly session: PlotSession;
  /** What the charts share. */
  readonly stage: Stage;
}

/** Milliseconds that a page is hidden before it receives no more rows. */
const HIDDEN_PAUSE = 5_000;

/** The plot of a table; begins anew when the address asks for another view. */
export function usePlot(
  table: TableName,
  description: ExperimentDescription,
): Plot {
  const page = usePage();
  const [, setVersion] = useState(0);
  const [query, setQuery] = useState(location.search);
  const plot = useMemo(() => {
    const address = new AddressBar(page);
    const change = oncePerFrame(() => setVersion((version) => version + 1));
    const session = new PlotSession(
      browserHost(page),
      table,
      description,
      readView(query),
      {
        onChange: change,
        onDraw: () => stage.draw(),
        onView: (state) => address.show(state),
      },
    );
    const known = description.senders.map(({ name }) => name);
    const { startTime } = description;
    const stage = new Stage(session, known, startTime, themeNow, change);
    return { session, stage, address };
  }, [table.experiment, table.table, description, query]);
  useEffect(() => {
    const { session, address } = plot;
    void session.start();
    const end = page.address.watch(() => {
      if (!address.isOwn()) setQuery(location.search);
    });
    const stopLooking = whenHidden(() => session.rest(), () => session.wake());
    const stopTheme = whenThemeChanges(() => session.draw());
    return () => {
      end();
      stopLooking();
      stopTheme();
      address.stop();
      session.stop();
    };
  }, [plot]);
  return plot;
}

function themeNow(): Theme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? DARK : LIGHT;
}

function whenThemeChanges(call: () => void): () => void {
  const query = matchMedia("(prefers-color-scheme: dark)");
  query.addEventListener("change", call);
  return () => query.removeEventListener("change", call);
}

function whenHidden(rest: () => void, wake: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let rests = false;
  const follow = () => {
    clearTimeout(timer);
    if (document.visibilityState === "hidden") {
      timer = setTimeout(() => {
        rests = true;
        rest();
      }, HIDDEN_PAUSE);
    } else if (rests) {
      rests = false;
      wake();
    }
  };
  document.addEventListener("visibilitychange", follow);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", follow);
  };
}

function oncePerFrame(call: () => void): () => void {
  let waits = false;
  return () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      call();
    });
  };
}
