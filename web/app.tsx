/**
 * The page: which view is shown.
 *
 * @module
 */
import { useEffect, useRef } from "preact/hooks";
import { DataPage } from "./data/data_page.tsx";
import { Frame } from "./parts/frame.tsx";
import { usePage } from "./parts/context.tsx";
import { usePoll, useTitle, useWatchable } from "./parts/hooks.tsx";
import { Link } from "./parts/link.tsx";
import { Empty } from "./parts/notes.tsx";
import { ExperimentPage } from "./pages/experiment_page.tsx";
import { ExperimentsPage } from "./pages/experiments_page.tsx";
import { LoginPage } from "./pages/login_page.tsx";
import { ProxyPage } from "./pages/proxy_page.tsx";
import { StatusPage } from "./pages/status_page.tsx";
import { parsePath, type Route } from "./route.ts";

/** Milliseconds between two questions whether the server answers. */
const EVERY = 5000;

/** The page. */
export function App() {
  const page = usePage();
  const address = useWatchable(page.address);
  const session = useWatchable(page.session);
  const isLocked = useWatchable(page.reach) === "locked";
  const path = address.split("?")[0] ?? "/";
  const route = parsePath(path);
  useFocus(path);
  return (
    <Frame route={route}>
      {session === undefined
        ? <FirstQuestion />
        : isLocked || !session.authorised
        ? <LoginPage />
        : <Site route={route} />}
    </Frame>
  );
}

/** Asks whether this browser may read, before it asks for anything else. */
function FirstQuestion() {
  const { api, session } = usePage();
  usePoll(
    async (signal) => session.set(await api.session(signal)),
    EVERY,
    "session",
  );
  return null;
}

/** Whether the server answers is known on every view. */
function Site({ route }: { readonly route: Route }) {
  const page = usePage();
  usePoll(
    async (signal) => {
      const site = await page.api.site(signal);
      page.clock.set(site.time);
      page.site.set(site);
    },
    EVERY,
    "site",
  );
  return <View route={route} />;
}

function View({ route }: { readonly route: Route }) {
  const site = useWatchable(usePage().site);
  if (route.view === "experiment") {
    const show = new URLSearchParams(location.search).get("show") ?? undefined;
    return <ExperimentPage experiment={route.experiment} show={show} />;
  }
  if (route.view === "table") {
    const { experiment, table } = route;
    return (
      <DataPage
        key={`${experiment}/${table}`}
        experiment={experiment}
        table={table}
      />
    );
  }
  if (route.view === "unknown") return <NoPage />;
  // Until then nobody knows whose first page it is.
  if (site === undefined) return null;
  if (route.view === "status") return <StatusPage />;
  return site.kind === "proxy" ? <ProxyPage /> : <ExperimentsPage />;
}

function NoPage() {
  useTitle("No such page");
  return (
    <>
      <header class="page-head">
        <h1>No such page</h1>
      </header>
      <Empty title="Nothing is at this address">
        <p>
          <Link to="/">Go to the first page</Link>
        </p>
      </Empty>
    </>
  );
}

/** After a change of the view, the keyboard and readers begin at its start. */
function useFocus(path: string): void {
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    scrollTo(0, 0);
    document.getElementById("main")?.focus({ preventScroll: true });
  }, [path]);
}
