/**
 * The server's manual page, without its options.
 *
 * @module
 */
import type { Manual } from "../options/manual.ts";
import { HTTP_TOPIC } from "./http_flags.ts";

/** The manual of the server. */
export const SERVER_MANUAL: Manual = {
  program: "oml2-server",
  summary: "measurement server of OML",
  description: [
    "Listens for OML clients and stores their measurements, one database " +
    "per experiment (domain): an SQLite file or a PostgreSQL database. Data " +
    "is committed at least once a second, when a client disconnects, and " +
    "when the server stops.",
    "There is no authentication: do not expose the server to untrusted " +
    "networks.",
  ],
  topics: [
    {
      title: "Hook commands",
      text: "The program of --event-hook is started once. Within 5 s it must " +
        "print the line OML HOOK READY; its further output is ignored. It " +
        "reads commands from standard input, one per line. A URI is " +
        "file:PATH or postgresql://ROLE@HOST:PORT/DOMAIN.",
      entries: [
        ["DBCREATED URI", "a new database has been created"],
        ["DBOPENED URI", "an existing database has been opened"],
        [
          "DBCLOSED URI",
          "the last client has disconnected and the data is complete",
        ],
        ["EXIT", "the server stops; clean up and exit"],
      ],
    },
    {
      title: "Runtime measurement points",
      text:
        "With --oml-collect the server sends its own measurements, as the " +
        "application server, preferably to another server.",
      entries: [
        [
          "clients",
          "event (Connect, Ready or Disconnect), address, port, node_id, " +
          "domain and appname of a client, and a message",
        ],
      ],
    },
    HTTP_TOPIC,
    {
      title: "Load balancing",
      text: "Several servers behind a TCP load balancer such as HAProxy can " +
        "share one PostgreSQL. They cannot share a directory of SQLite " +
        "databases. Servers with directories of their own can share the " +
        "experiments (docs/scaling.md). With --peer each shows all of them.",
      entries: [],
    },
  ],
  examples: [
    ["oml2-server -D ./data", "store SQLite databases in ./data"],
    [
      "oml2-server -D /srv/oml -l [::1]:3003",
      "listen on loopback only",
    ],
    [
      "oml2-server -d4 --logfile=/var/log/oml2.log",
      "log everything, to a file",
    ],
    ["oml2-server --user=oml -D /srv/oml", "start as root, run as user oml"],
    ["oml2-server --http 8080", "show the data, at port 8080"],
    [
      "oml2-server --http 8080 --peer lab-2:8080",
      "show another server as well",
    ],
    [
      "oml2-server -b postgresql --pg-host=db",
      "store in PostgreSQL on host db",
    ],
  ],
  environment: [
    ["OML_SQLITE_DIR", "data directory if -D is not given"],
    ["OML_HTTP_TOKEN", "token for --http if --http-token-file is not given"],
    ["OML_COLLECT", "same as --oml-collect"],
    ["OML_NAME", "same as --oml-id"],
    ["OML_DOMAIN", "same as --oml-domain"],
    ["OML_TLS_CA", "CAs to trust for tls: targets, if no option says so"],
    ["OML_TLS_CERT, OML_TLS_KEY", "this program's certificate for them"],
    ["PGPASSWORD", "password of the PostgreSQL role"],
    ["PGPASSFILE", "password file to use instead of ~/.pgpass"],
  ],
  signals: [
    ["TERM, INT", "commit all data and exit; a second signal exits at once"],
    ["HUP", "reopen the log file, and read the files of TLS again"],
    ["USR1", "log memory, connections, databases and queues"],
  ],
  files: [
    ["DIR/DOMAIN.sq3", "the measurements of an experiment"],
    [
      "DIR/DOMAIN.unsaved.oml",
      "data that could not be stored before a stop; replay it",
    ],
    [
      "DIR/.oml2-server.lock",
      "prevents a second server from using the directory",
    ],
    ["/etc/services", "service names"],
  ],
  exitStatus: [
    ["0", "stopped; all data is stored"],
    ["1", "could not start, or could not store all data"],
    ["2", "invalid option; nothing was started"],
  ],
  seeAlso: ["oml2-proxy-server(1)", "liboml2(1)", "sqlite3(1)", "psql(1)"],
};
