/**
 * Schemas of a group of servers.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import type {
  ExperimentPart,
  Group,
  GroupExperiment,
  GroupServer,
  GroupTotal,
  MemberFault,
  ServerWork,
  Work,
} from "../../../group/group.ts";
import { count, list, number, type Shape, text } from "./shape.ts";

const WORK_SHAPE = {
  clients: count("Number of connected clients."),
  experiments: count("Number of experiments that have clients."),
  tuples: count("Accepted tuples since the start."),
  tupleRate: number(
    "Accepted tuples per second since the question before; unset at first.",
  ).optional(),
  rejected: count("Rejected samples since the start."),
  memory: count("Bytes of memory in use."),
} as const satisfies Shape<Work>;

const SERVER_WORK = z.object(
  {
    ...WORK_SHAPE,
    version: text("Its version."),
    upTime: number("Seconds since it started."),
  } satisfies Shape<ServerWork>,
).openapi("ServerWork", { description: "What a server does." });

const FAULT = z.object(
  {
    reason: text("The reason."),
    hint: text("The remedy.").optional(),
  } satisfies Shape<MemberFault>,
).openapi("MemberFault", {
  description: "Why the status of a server is not known.",
});

const SERVER = z.object(
  {
    address: text(
      "Its host and port: those of this request, or those after `--peer`.",
    ),
    work: SERVER_WORK.optional(),
    fault: FAULT.optional(),
  } satisfies Shape<GroupServer>,
).openapi("GroupServer", {
  description: "A server of the group, with either `work` or `fault`.",
});

const TOTAL = z.object(
  {
    ...WORK_SHAPE,
    servers: count("Number of servers."),
    answering: count("Number of those that answer."),
  } satisfies Shape<GroupTotal>,
).openapi("GroupTotal", { description: "All servers that answer, together." });

const PART = z.object(
  {
    server: text("Address of the server."),
    clients: count("Number of its clients there."),
    queuedRows: count("Rows that are not stored yet."),
    storedRows: count("Rows stored since its database was opened."),
    rowRate: number("Rows stored per second; unset at first.").optional(),
  } satisfies Shape<ExperimentPart>,
).openapi("ExperimentPart", {
  description: "What one server has of an experiment.",
});

const EXPERIMENT = z.object(
  {
    domain: text("The domain."),
    isSplit: z.boolean().openapi({
      description: "Whether several databases have parts of it, which " +
        "`oml2 merge` joins.",
    }),
    parts: list(PART).openapi({
      description: "Its servers, in the order of the group.",
    }),
  } satisfies Shape<GroupExperiment>,
).openapi("GroupExperiment", {
  description: "An experiment that has clients.",
});

/** Schema of {@linkcode Group}. */
export const GROUP = z.object(
  {
    servers: list(SERVER).openapi({
      description: "The servers, this one first.",
    }),
    total: TOTAL,
    experiments: list(EXPERIMENT).openapi({
      description: "Their experiments: first those that are split.",
    }),
  } satisfies Shape<Group>,
).openapi("Group", {
  description: "A group of servers.",
  example: {
    servers: [
      {
        address: "oml-1:8080",
        work: {
          version: "0.1.0",
          upTime: 3_600,
          clients: 2,
          experiments: 1,
          tuples: 7_200,
          tupleRate: 2,
          rejected: 0,
          memory: 134_217_728,
        },
      },
      {
        address: "oml-2:8080",
        fault: {
          reason: "connection refused",
          hint: "is it running, and is this the address of its --http?",
        },
      },
    ],
    total: {
      servers: 2,
      answering: 1,
      clients: 2,
      experiments: 1,
      tuples: 7_200,
      tupleRate: 2,
      rejected: 0,
      memory: 134_217_728,
    },
    experiments: [
      {
        domain: "lab",
        isSplit: false,
        parts: [
          {
            server: "oml-1:8080",
            clients: 2,
            queuedRows: 0,
            storedRows: 7_200,
            rowRate: 2,
          },
        ],
      },
    ],
  },
});
