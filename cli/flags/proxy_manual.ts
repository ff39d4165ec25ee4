/**
 * The proxy's manual page, without its options.
 *
 * @module
 */
import type { Manual } from "../options/manual.ts";
import { HTTP_TOPIC } from "./http_flags.ts";

/** The manual of the proxy. */
export const PROXY_MANUAL: Manual = {
  program: "oml2-proxy-server",
  summary: "store and forward proxy for OML measurements",
  description: [
    "Accepts measurements from OML clients while their server is unreachable " +
    "or must not be disturbed, and writes them to result files. On " +
    "OMLPROXY-RESUME it sends them to the server. With oml2-server as the " +
    "upstream server, no tuple is lost or duplicated, even if either side is " +
    "killed.",
    "The proxy starts paused. It reads commands, one per line, from standard " +
    "input and from the control port.",
  ],
  topics: [
    {
      title: "Commands",
      text:
        "Each command is answered with a line OK or ERROR. Once everything " +
        "has been sent, a line DRAINED reports the number of clients and " +
        "bytes, and of streams that the server rejected and the proxy keeps.",
      entries: [
        [
          "OMLPROXY-RESUME",
          "send what is stored, and what arrives from now on",
        ],
        [
          "OMLPROXY-PAUSE",
          "finish the current tuple and close the connections to the server",
        ],
        [
          "OMLPROXY-STOP",
          "finish the current tuple and leave the connections open",
        ],
        [
          "STATUS",
          "report bytes received, sent and acknowledged, for each client",
        ],
      ],
    },
    HTTP_TOPIC,
  ],
  examples: [
    [
      "oml2-proxy-server -a server.lab",
      "listen on port 3003",
    ],
    ["oml2-proxy-server -l 3013 -a lab --auto-resume", "store and forward"],
    [
      "oml2-proxy-server -r /data/run -a lab",
      "write /data/run, run.1, ...",
    ],
    ["echo OMLPROXY-RESUME | nc localhost 3004", "start the replay"],
  ],
  environment: [
    ["OML_HTTP_TOKEN", "token for --http if --http-token-file is not given"],
    ["OML_TLS_CA", "CAs to trust for tls: targets, if no option says so"],
    ["OML_TLS_CERT, OML_TLS_KEY", "this program's certificate for them"],
  ],
  signals: [
    ["TERM, INT", "force all data to disk and exit"],
    ["USR2", "same as OMLPROXY-RESUME, or as OMLPROXY-PAUSE during a replay"],
    ["HUP", "reopen the log file, and read the files of TLS again"],
  ],
  files: [
    [
      "oml_result_proxy.log, .1, .2 ...",
      "the streams of clients, one each, as received",
    ],
    [
      "FILE.journal",
      "what of FILE is on disk, and what the server has acknowledged",
    ],
    ["oml_proxy_server.log", "the log"],
    ["/etc/services", "service names"],
  ],
  exitStatus: [
    ["0", "stopped; unsent data is kept for the next start"],
    ["1", "could not start, or could not write all data to disk"],
    ["2", "invalid option; nothing was started"],
  ],
  seeAlso: ["oml2-server(1)", "liboml2(1)"],
};
