/**
 * The client of the API.
 *
 * @module
 */
import type { ExperimentDescription } from "../../archive/archive.ts";
import type { Group } from "../../group/group.ts";
import type { Rejects, RejectsQuery } from "../../archive/rows.ts";
import type {
  ActivityAnswer,
  ExperimentsAnswer,
  ProxyAnswer,
  ProxyCommand,
  Session,
  SiteAnswer,
} from "./answers.ts";
import { ApiError, apiError, AwayError } from "./api_error.ts";

/** Whether the server answers, and lets this browser in. */
export type Reach = "ok" | "away" | "locked";

/** How to reach the server. */
export interface ApiOptions {
  /** Sends a request, like `fetch`. */
  readonly fetch: (url: string, options: RequestInit) => Promise<Response>;
  /** Called with the outcome of each request. */
  readonly onReach: (reach: Reach) => void;
  /** Milliseconds after which a server that does not answer is away. */
  readonly patience?: number;
}

const PREFIX = "/api/v1";
const PATIENCE = 10_000;

/** Asks the server; every method throws an `AwayError` or an `ApiError`. */
export class Api {
  readonly #options: ApiOptions;
  /** The secret that commands must carry, once it is known. */
  #csrf: string | undefined;

  /** Of the server that the page comes from. */
  constructor(options: ApiOptions) {
    this.#options = options;
  }

  /** Whether this browser may read. */
  async session(signal?: AbortSignal): Promise<Session> {
    const session = await this.get<Session>("/session", signal);
    this.#csrf = session.csrf;
    return session;
  }

  /** Gives the token; the server answers with a cookie. */
  async login(token: string): Promise<Session> {
    await this.#send("POST", "/session", { token });
    return await this.session();
  }

  /** Forgets the token. */
  async logout(): Promise<void> {
    await this.#send("DELETE", "/session");
  }

  /** The program behind the page. */
  site(signal?: AbortSignal): Promise<SiteAnswer> {
    return this.get("/site", signal);
  }

  /** The servers of the group, this one first. */
  servers(signal?: AbortSignal): Promise<Group> {
    return this.get("/servers", signal);
  }

  /** All experiments. */
  experiments(signal?: AbortSignal): Promise<ExperimentsAnswer> {
    return this.get("/experiments", signal);
  }

  /** The contents of an experiment except its rows. */
  describe(
    experiment: string,
    signal?: AbortSignal,
  ): Promise<ExperimentDescription> {
    return this.get(experimentUrl(experiment), signal);
  }

  /** Who sends to an experiment. */
  activity(experiment: string, signal?: AbortSignal): Promise<ActivityAnswer> {
    return this.get(`${experimentUrl(experiment)}/activity`, signal);
  }

  /** Samples that were rejected, the latest first. */
  rejects(
    experiment: string,
    query: RejectsQuery,
    signal?: AbortSignal,
  ): Promise<Rejects> {
    const url = `${experimentUrl(experiment)}/rejects${
      queryText({ ...query })
    }`;
    return this.get(url, signal);
  }

  /** The state of a proxy. */
  proxy(signal?: AbortSignal): Promise<ProxyAnswer> {
    return this.get("/proxy", signal);
  }

  /** Gives a command to a proxy; returns the lines of its answer. */
  async command(command: ProxyCommand): Promise<readonly string[]> {
    const send = () =>
      this.#send<{ answer: readonly string[] }>("POST", "/proxy/commands", {
        command,
      });
    if (this.#csrf === undefined) await this.session();
    try {
      return (await send()).answer;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 403) throw error;
      // A restarted server has another secret.
      await this.session();
      return (await send()).answer;
    }
  }

  /** What is at a path below `/api/v1`, as JSON. */
  get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.#request(path, { method: "GET" }, signal);
  }

  #send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = {};
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (this.#csrf !== undefined) headers["X-OML-Token"] = this.#csrf;
    return this.#request(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  async #request<T>(
    path: string,
    options: RequestInit,
    signal?: AbortSignal,
  ): Promise<T> {
    const { fetch, onReach, patience = PATIENCE } = this.#options;
    const limit = AbortSignal.timeout(patience);
    const either = signal ? AbortSignal.any([signal, limit]) : limit;
    try {
      const response = await fetch(PREFIX + path, {
        ...options,
        credentials: "same-origin",
        signal: either,
      });
      const body = await bodyOf(response);
      onReach(response.status === 401 ? "locked" : "ok");
      if (response.ok) return body as T;
      throw apiError(response.status, body);
    } catch (error) {
      if (error instanceof ApiError || signal?.aborted) throw error;
      onReach("away");
      throw new AwayError("the server does not answer", { cause: error });
    }
  }
}

/** The path of an experiment below `/api/v1`. */
function experimentUrl(experiment: string): string {
  return `/experiments/${encodeURIComponent(experiment)}`;
}

/** A query from its parameters; lists are repeated, unset ones left out. */
export function queryText(parameters: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined) query.append(name, String(each));
    }
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch (error) {
    // What is between browser and server has its own pages for errors.
    if (response.ok) throw error;
    return undefined;
  }
}
