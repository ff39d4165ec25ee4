/**
 * Turns flags into the options of a proxy.
 *
 * @module
 */
import {
  DEFAULT_PROXY_OPTIONS,
  type ProxyOptions,
} from "../../proxy/options.ts";
import type { ProxyFlags } from "../flags/proxy_flags.ts";

/** The options that the flags ask for; defaults for the rest. */
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
      tls: flags.dstTls,
      resumeHeader: flags.resumeHeader,
      bytesPerSecond: flags.rate ?? Infinity,
    },
  };
}
