/**
 * What is to be said of the server beside its options.
 *
 * @module
 */
import type { Manual } from "../options/manual.ts";

/** The server. */
export const SERVER_MANUAL: Manual = {
  program: "oml2-server",
  summary: "stores the measurements of OML clients",
  description: [
    "Listens for OML clients, and stores the measurements of each in the " +
    "database of its experiment (its domain): an SQLite file, or a " +
    "PostgreSQL database. What came is committed at least once a second, " +
    "when a client leaves, and when the server is stopped.",
    "There is no authentication: keep it off open networks.",
  ],
  topics: [
    {
      title: "Hook commands",
      text: "The program of --event-hook is started once. Within 5 s it has " +
        "to print the line OML HOOK READY; what it prints after that is " +
        "passed over. It then reads commands, a line each. A URI is " +
        "file:PATH, or postgresql://ROLE@HOST:PORT/DOMAIN.",
      entries: [
        ["DBCREATED URI", "a database that is new has been opened"],
        ["DBOPENED URI", "a database has been opened again"],
        ["DBCLOSED URI", "its last client has left, and its data is complete"],
        ["EXIT", "the server stops: clean up, and end"],
      ],
    },
    {
      title: "Runtime measurement points",
      text: "With --oml-collect the server reports on itself, by preference " +
        "to another server, as the application server.",
      entries: [
        [
          "clients",
          "address, port, node_id, domain and appname of a client, with the " +
          "event Connect, Ready or Disconnect, and a message",
        ],
      ],
    },
    {
      title: "Load balancing",
      text: "Several servers may keep their databases in one PostgreSQL, " +
        "behind a TCP load balancer such as HAProxy. Several servers can't " +
        "share a directory of SQLite databases.",
      entries: [],
    },
  ],
  examples: [
    ["oml2-server -D ./data", "databases in ./data"],
    ["oml2-server -D /srv/oml -l [::1]:3003", "only for this machine"],
    ["oml2-server -d4 --logfile=/var/log/oml2.log", "all there is to say"],
    ["oml2-server --user=oml -D /srv/oml", "started by root, runs as oml"],
    ["oml2-server -b postgresql --pg-host=db", "databases on host db"],
  ],
  environment: [
    ["OML_SQLITE_DIR", "directory of the databases, without -D"],
    ["OML_COLLECT", "as --oml-collect"],
    ["OML_NAME", "as --oml-id"],
    ["OML_DOMAIN", "as --oml-domain"],
    ["PGPASSWORD", "password of the PostgreSQL role"],
    ["PGPASSFILE", "file of such passwords, instead of ~/.pgpass"],
  ],
  signals: [
    ["TERM, INT", "commit what came, and leave; a second one: leave at once"],
    ["HUP", "open the log anew, for its rotation"],
    ["USR1", "log memory, connections, databases and queues"],
  ],
  files: [
    ["DIR/DOMAIN.sq3", "the measurements of an experiment"],
    [
      "DIR/DOMAIN.unsaved.oml",
      "what could not be stored before a stop, to be sent again",
    ],
    ["DIR/.oml2-server.lock", "keeps a second server out of the directory"],
    ["/etc/services", "names of ports"],
  ],
  exitStatus: [
    ["0", "stopped, and all that came is stored"],
    ["1", "could not start, or not store all that came"],
    ["2", "an option is wrong; nothing was started"],
  ],
  seeAlso: ["oml2-proxy-server(1)", "liboml2(1)", "sqlite3(1)", "psql(1)"],
};
