/**
 * Schemas of the status of a server.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import type {
  ClientStatus,
  ConvertedStatus,
  ExperimentStatus,
  RefusedStatus,
  RejectedStatus,
  ServerStatus,
  TotalStatus,
} from "../../../server/status/server_status.ts";
import { count, list, number, type Shape, text } from "./shape.ts";

const REJECTED = "Rejected samples.";
const CONVERTED = "Values in accepted tuples that differ from their texts.";
const CLIENT_NAME = "`domain:sender:application`.";

/** Schema of {@linkcode ClientStatus}. */
export const CLIENT_STATUS = z.object(
  {
    client: text(
      "`domain:sender:application`; its address until its headers are read.",
    ),
    address: text("Its address and port."),
    domain: text("Its experiment; empty until its headers are read."),
    state: z.enum(["headers", "opening", "reading", "held back"]).openapi({
      description: "What it waits for: the rest of its headers, its database " +
        "to be opened, nothing, or its database to catch up.",
    }),
    since: number("When it connected, UNIX milliseconds."),
    bytes: count("Bytes received."),
    tuples: count("Accepted tuples."),
    rejected: count(REJECTED),
    converted: count(CONVERTED),
  } satisfies Shape<ClientStatus>,
).openapi("ClientStatus", { description: "A connected client." });

const EXPERIMENT_STATUS = z.object(
  {
    domain: text("The domain."),
    clients: count("Number of clients."),
    queuedRows: count("Rows that are not stored yet."),
    queuedBytes: count("Bytes of these rows."),
    storedRows: count("Rows stored since its database was opened."),
    storedAt: number(
      "When rows were last stored, UNIX milliseconds; 0 if never.",
    ),
  } satisfies Shape<ExperimentStatus>,
).openapi("ExperimentStatus", {
  description: "An experiment that has clients.",
});

const TOTAL = z.object(
  {
    connections: count("Connections that sent data."),
    bytes: count("Bytes received."),
    tuples: count("Accepted tuples."),
    rejected: count(REJECTED),
    converted: count(CONVERTED),
  } satisfies Shape<TotalStatus>,
).openapi("TotalStatus", {
  description: "Totals of all clients, connected or not.",
});

const REFUSED = z.object(
  {
    addresses: count("Connections from addresses that may not connect."),
    domains: count("Streams whose domain their client may not write to."),
    handshakes: count("Connections whose TLS handshake failed."),
  } satisfies Shape<RefusedStatus>,
).openapi("RefusedStatus", {
  description: "What the rules of access refused.",
});

/** Schema of {@linkcode ServerStatus}. */
export const SERVER_STATUS = z.object(
  {
    time: number("Time of the query, UNIX milliseconds."),
    since: number("When the server started, UNIX milliseconds."),
    pid: count("Its process id."),
    version: text("Its version."),
    port: count("The port on which it listens for measurements."),
    place: text("Location of its databases."),
    memory: count("Bytes of memory in use."),
    total: TOTAL,
    refused: REFUSED,
    clients: list(CLIENT_STATUS).openapi({
      description: "The connected clients.",
    }),
    experiments: list(EXPERIMENT_STATUS).openapi({
      description: "The experiments that have clients.",
    }),
    rejected: list(z.object(
      {
        client: text(CLIENT_NAME),
        rejected: count("Total of all its connections."),
      } satisfies Shape<RejectedStatus>,
    )).openapi({ description: "Clients with rejected samples." }),
    converted: list(z.object(
      {
        client: text(CLIENT_NAME),
        converted: count("Total of all its connections."),
      } satisfies Shape<ConvertedStatus>,
    )).openapi({ description: "Clients with converted values." }),
  } satisfies Shape<ServerStatus>,
).openapi("ServerStatus", {
  description: "The status of a server. Its times are in UNIX milliseconds.",
});
