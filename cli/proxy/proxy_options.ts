/**
 * From the proxy's command line to its options.
 *
 * @module
 */
import {
  DEFAULT_PROXY_OPTIONS,
  type ProxyOptions,
} from "../../proxy/options.ts";
import type { ProxyFlags } from "../flags/proxy_flags.ts";

/** What the flags ask for; the defaults hold where they say nothing. */
export function proxyOptions(flags: ProxyFlags): ProxyOptions {
  const { spool, replay } = DEFAULT_PROXY_OPTIONS;
  return {
    maxConnections: flags.maxConnections,
    autoResume: flags.autoResume,
    spool: {
      ...spool,
      resultFile: flags.resultfile,
      sync: flags.sync,
      pageBytes: flags.size,
      memoryBytes: flags.memory,
      maxBytes: flags.maxSpool ?? Infinity,
      policy: flags.spoolPolicy,
      deleteReplayed: flags.deleteReplayed,
    },
    replay: {
      ...replay,
      host: flags.dstHost,
      port: flags.dstPort,
      resumeHeader: flags.resumeHeader,
      bytesPerSecond: flags.rate ?? Infinity,
    },
  };
}
