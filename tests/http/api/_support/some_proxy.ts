import type { ProxyControl } from "../../../../http/site.ts";

/** A proxy that replays, and the commands that it has executed. */
export function someProxy(answer: readonly string[] = ["OK"]): {
  readonly proxy: ProxyControl;
  readonly commands: readonly string[];
} {
  const commands: string[] = [];
  const stream = {
    path: "/var/spool/oml/1.oml",
    received: 100,
    buffered: 50,
    sent: 50,
    acknowledged: 40,
    dropped: 0,
    rate: 10,
    isLive: true,
    replay: "sending",
    rejected: undefined,
  };
  const proxy: ProxyControl = {
    status: () => ({
      state: "running",
      upstream: "oml.example.org:3003",
      trouble: "away",
      refused: { addresses: 3, handshakes: 1 },
      streams: [stream],
    }),
    progress: () => ({ sent: 50, total: 100, tuples: 5, rate: 10 }),
    command: (name) => {
      commands.push(name);
      return Promise.resolve(answer);
    },
  };
  return { proxy, commands };
}
