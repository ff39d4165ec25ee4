/**
 * Schemas of the program behind the API, and of the proxy.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import type {
  ProxyStatus,
  RefusedConnections,
  StreamStatus,
} from "../../../proxy/control/status.ts";
import type { ReplayProgress } from "../../../proxy/upstream/replay_progress.ts";
import type { ServerStatus } from "../../../server/status/server_status.ts";
import type { Site } from "../../site.ts";
import { SERVER_STATUS } from "./server_schemas.ts";
import { count, list, number, type Sent, type Shape, text } from "./shape.ts";

/** The status of a proxy without its streams. */
export interface ReplaySummary extends Sent<Omit<ProxyStatus, "streams">> {
  /** Progress of its replay; unset while nothing is being sent. */
  readonly progress?: ReplayProgress;
}

/** The program behind the API. */
export interface SiteAnswer extends Pick<Site, "kind" | "version" | "since"> {
  /** The time of this answer, UNIX seconds. */
  readonly time: number;
  /** Where its experiments are stored; not of a proxy. */
  readonly place?: string;
  /** The status of a server. */
  readonly status?: ServerStatus;
  /** Number of peers of a server that has some. */
  readonly peers?: number;
  /** The status of a proxy, without its streams. */
  readonly replay?: ReplaySummary;
}

/** The status of a proxy. */
export interface ProxyAnswer extends ReplaySummary {
  /** The streams that are not delivered yet. */
  readonly streams: readonly Sent<StreamStatus>[];
}

/** The answer of a proxy to a command. */
export interface CommandAnswer {
  /** Its lines. */
  readonly answer: readonly string[];
}

const PROGRESS = z.object(
  {
    sent: count("Bytes sent."),
    total: count("Bytes to send in total."),
    tuples: count("Tuples sent."),
    rate: number("Bytes per second."),
  } satisfies Shape<ReplayProgress>,
).openapi("ReplayProgress", {
  description: "Progress of the replay; unset while nothing is being sent.",
});

const REFUSED = z.object(
  {
    addresses: count("Those from addresses that may not connect."),
    handshakes: count("Those whose TLS handshake failed."),
  } satisfies Shape<RefusedConnections>,
).openapi("RefusedConnections", {
  description: "Connections that the rules of access refused.",
});

const REPLAY_SHAPE = {
  state: z.enum(["running", "paused", "stopped"]).openapi({
    description: "Whether streams are replayed.",
  }),
  upstream: text("Name of the upstream server."),
  trouble: z.enum(["away", "not-oml"]).openapi({
    description: "What is wrong with the upstream server, if anything.",
  }).optional(),
  refused: REFUSED,
  progress: PROGRESS.optional(),
} as const satisfies Shape<ReplaySummary>;

const STREAM = z.object(
  {
    path: text("Its result file."),
    received: count("Bytes received from its client."),
    buffered: count("Bytes that wait for the upstream server."),
    sent: count("Bytes sent to it."),
    acknowledged: count(
      "Bytes that it reported as stored; unset if it reports nothing.",
    ).optional(),
    dropped: count("Bytes dropped because the spool was full."),
    rate: number("Bytes sent per second."),
    isLive: z.boolean().openapi({
      description: "Whether its client is connected.",
    }),
    replay: text("What its replay is doing."),
    rejected: text("Why the stream is rejected; unset if it is not.")
      .optional(),
  } satisfies Shape<StreamStatus>,
).openapi("StreamStatus", { description: "A stream of the proxy." });

/** Schema of {@linkcode SiteAnswer}. */
export const SITE = z.object(
  {
    kind: z.enum(["server", "proxy", "view"]).openapi({
      description: "The kind of program.",
    }),
    version: text("Its version."),
    since: number("When it started, UNIX seconds."),
    time: number("The time of this answer, UNIX seconds."),
    place: text("Where its experiments are stored; unset for a proxy.")
      .optional(),
    status: SERVER_STATUS.optional(),
    peers: count(
      "Number of its peers; unset if it has none. `/servers` has their status.",
    ).optional(),
    replay: z.object(REPLAY_SHAPE).openapi("ReplaySummary", {
      description: "The status of a proxy, without its streams.",
    }).optional(),
  } satisfies Shape<SiteAnswer>,
).openapi("Site", {
  description: "The program behind the API.",
  example: {
    kind: "view",
    version: "0.1.0",
    since: 1_700_000_000,
    time: 1_700_000_042.5,
    place: "/srv/oml",
  },
});

/** Schema of {@linkcode ProxyAnswer}. */
export const PROXY = z.object(
  {
    ...REPLAY_SHAPE,
    streams: list(STREAM).openapi({
      description: "The streams that are not delivered yet.",
    }),
  } satisfies Shape<ProxyAnswer>,
).openapi("Proxy", {
  description: "The status of a proxy.",
  example: {
    state: "paused",
    upstream: "oml.example.org:3003",
    refused: { addresses: 0, handshakes: 0 },
    streams: [],
  },
});

/** Schema of {@linkcode CommandAnswer}. */
export const COMMAND_ANSWER = z.object(
  {
    answer: list(z.string()).openapi({ description: "Its lines." }),
  } satisfies Shape<CommandAnswer>,
).openapi("CommandAnswer", {
  description: "The answer of a proxy to a command.",
  example: { answer: ["OK PAUSE"] },
});
