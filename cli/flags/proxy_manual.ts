/**
 * What is to be said of the proxy beside its options.
 *
 * @module
 */
import type { Manual } from "../options/manual.ts";

/** The proxy. */
export const PROXY_MANUAL: Manual = {
  program: "oml2-proxy-server",
  summary: "keeps the measurements of OML clients for a later replay",
  description: [
    "Takes the measurements of OML clients while their server can't be " +
    "reached, or must not be disturbed, and writes them to files as they " +
    "come. At OMLPROXY-RESUME they are sent to the server. With this " +
    "oml2-server nothing is lost or doubled, whatever is killed meanwhile.",
    "It starts paused. Commands are lines on standard input or on the " +
    "control port: OMLPROXY-RESUME, OMLPROXY-PAUSE, OMLPROXY-STOP, STATUS.",
  ],
  topics: [
    {
      title: "Commands",
      text: "Each is answered by a line OK or ERROR. Once everything has " +
        "been sent, a line DRAINED tells the number of clients and bytes, and " +
        "of the streams that are kept as the server refuses them.",
      entries: [
        ["OMLPROXY-RESUME", "send what there is, and what comes"],
        [
          "OMLPROXY-PAUSE",
          "finish the tuple under way, and close the connections to the server",
        ],
        ["OMLPROXY-STOP", "the same, but leave the connections open"],
        ["STATUS", "tell of each client what is kept, sent and acknowledged"],
      ],
    },
  ],
  examples: [
    ["oml2-proxy-server -a server.lab", "from port 3003 to server.lab"],
    ["oml2-proxy-server -l 3013 -a lab --auto-resume", "store and forward"],
    ["oml2-proxy-server -r /data/run -a lab", "keeps /data/run, run.1, ..."],
    ["echo OMLPROXY-RESUME | nc localhost 3004", "sends what it has"],
  ],
  environment: [],
  signals: [
    ["TERM, INT", "force everything to disk, and leave"],
    ["USR2", "as OMLPROXY-RESUME, or OMLPROXY-PAUSE if it is sending"],
    ["HUP", "open the log anew, for its rotation"],
  ],
  files: [
    ["oml_result_proxy.log, .1, .2 ...", "a client's stream each, as it came"],
    ["FILE.journal", "what of FILE is on disk, and what the server has"],
    ["oml_proxy_server.log", "the log"],
    ["/etc/services", "names of ports"],
  ],
  exitStatus: [
    ["0", "stopped; what is not sent yet is kept for the next start"],
    ["1", "could not start"],
    ["2", "an option is wrong; nothing was started"],
  ],
  seeAlso: ["oml2-server(1)", "liboml2(1)"],
};
