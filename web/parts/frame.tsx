/**
 * The frame around all views: head, way back, state of the connection.
 *
 * @module
 */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { SiteAnswer } from "../api/answers.ts";
import { experimentPath, type Route } from "../route.ts";
import { usePage } from "./context.tsx";
import { useWatchable } from "./hooks.tsx";
import { Link } from "./link.tsx";

/** The frame around all views. */
export function Frame(
  { route, children }: {
    readonly route: Route;
    readonly children: ComponentChildren;
  },
) {
  const page = usePage();
  const site = useWatchable(page.site);
  return (
    <>
      <a class="skip" href="#main">Skip to content</a>
      <header class="top">
        <Link
          to="/"
          class="brand"
          label="OML, first page"
          title={site === undefined
            ? undefined
            : `oml2 ${site.kind}, version ${site.version}`}
        >
          <Logo />
          <span>OML</span>
        </Link>
        {site !== undefined && <Navigation site={site} route={route} />}
        <p class="place" title={site?.place}>{site?.place}</p>
        <Logout />
      </header>
      <Away />
      <main id="main" tabIndex={-1}>
        <Crumbs route={route} />
        {children}
      </main>
    </>
  );
}

function Navigation(
  { site, route }: { readonly site: SiteAnswer; readonly route: Route },
) {
  const isProxy = site.kind === "proxy";
  return (
    <nav aria-label="Main">
      <Link
        to="/"
        isCurrent={route.view === "home" || route.view === "experiments"}
      >
        {isProxy ? "Proxy" : "Experiments"}
      </Link>
      {site.kind === "server" && (
        <Link to="/status" isCurrent={route.view === "status"}>Server</Link>
      )}
    </nav>
  );
}

function Crumbs({ route }: { readonly route: Route }) {
  if (route.view !== "experiment" && route.view !== "table") return null;
  const { experiment } = route;
  return (
    <nav class="crumbs" aria-label="Way back">
      <Link to="/">Experiments</Link>
      {route.view === "table" && (
        <>
          <span aria-hidden="true">/</span>
          <Link to={experimentPath(experiment)}>{experiment}</Link>
        </>
      )}
    </nav>
  );
}

function Logout() {
  const { api, session } = usePage();
  const { authorised, tokenRequired } = useWatchable(session) ??
    { authorised: false, tokenRequired: false };
  const [error, setError] = useState<string | undefined>(undefined);
  if (!authorised || !tokenRequired) return null;
  const logout = async () => {
    try {
      await api.logout();
      session.set({ authorised: false, tokenRequired });
    } catch (cause) {
      setError(errorText(cause));
    }
  };
  return (
    <div class="logout">
      {error !== undefined && <span role="alert">{error}</span>}
      <button type="button" onClick={logout}>Log out</button>
    </div>
  );
}

function errorText(error: unknown): string {
  return error instanceof Error ? `${error.message} ` : `${error} `;
}

/** Says that the server does not answer; what was loaded stays. */
function Away() {
  const { reach } = usePage();
  const isAway = useWatchable(reach) === "away";
  return (
    <div class="away" role="status">
      {isAway && (
        <p>
          <b>Server does not answer; retrying.</b>{" "}
          What is shown was true when it last answered.
        </p>
      )}
    </div>
  );
}

function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M4 17h5l3-8 5 15 4-11 2 4h5" />
    </svg>
  );
}
