/**
 * The page of a proxy.
 *
 * @module
 */
import { useState } from "preact/hooks";
import { ApiError } from "../api/api_error.ts";
import type { ProxyAnswer, ProxyCommand } from "../api/answers.ts";
import { formatBytes, formatCount, formatShare } from "../format/numbers.ts";
import {
  backlogOf,
  progressText,
  proxySentence,
  proxyTroubles,
  usefulCommands,
} from "../model/proxy.ts";
import { refusedFigures } from "../model/refused.ts";
import { usePage } from "../parts/context.tsx";
import { Confirm } from "../parts/dialog.tsx";
import { Figures } from "../parts/figures.tsx";
import { usePoll, useTitle } from "../parts/hooks.tsx";
import { Answered, Failure, Sentences } from "../parts/notes.tsx";
import { StreamTable } from "./stream_table.tsx";

/** Milliseconds between two polls. */
const EVERY = 1000;

const BUTTONS: readonly (readonly [ProxyCommand, string])[] = [
  ["RESUME", "Resume"],
  ["PAUSE", "Pause"],
  ["STOP", "Stop"],
];

/** A proxy: its clients, its backlog, its replay, and its commands. */
export function ProxyPage() {
  useTitle("Proxy");
  const { api } = usePage();
  const { answer, error, poke } = usePoll(
    (signal) => api.proxy(signal),
    EVERY,
    "proxy",
  );
  return (
    <>
      <header class="page-head">
        <h1>Proxy</h1>
        {answer !== undefined && (
          <p class="muted">upstream server: {answer.upstream}</p>
        )}
      </header>
      <Answered answer={answer} error={error}>
        {(proxy) => <ProxyView proxy={proxy} onCommand={poke} />}
      </Answered>
    </>
  );
}

function ProxyView(
  { proxy, onCommand }: {
    readonly proxy: ProxyAnswer;
    readonly onCommand: () => void;
  },
) {
  const { clients, streams, bytes, rejected } = backlogOf(proxy.streams);
  return (
    <>
      <Sentences isHeadline sentences={[proxySentence(proxy)]} />
      <Sentences sentences={proxyTroubles(proxy)} />
      <Commands state={proxy.state} onCommand={onCommand} />
      <Progress proxy={proxy} />
      <Figures
        figures={[
          ["Connected clients", formatCount(clients)],
          ["Streams to deliver", formatCount(streams - rejected)],
          ["Backlog", formatBytes(bytes)],
          ["Rejected streams", formatCount(rejected)],
          ...refusedFigures(proxy.refused),
        ]}
      />
      <StreamTable streams={proxy.streams} />
    </>
  );
}

/** Keeps its place while nothing is sent, so that nothing jumps. */
function Progress({ proxy: { progress } }: { readonly proxy: ProxyAnswer }) {
  const share = progress === undefined || progress.total === 0
    ? 0
    : Math.min(1, progress.sent / progress.total);
  return (
    <section class="replay" aria-label="Replay">
      <div class="replay-head">
        <h2>Replay</h2>
        <span>{progress === undefined ? "" : formatShare(share)}</span>
      </div>
      <progress max={1} value={share} aria-label="Progress of the replay" />
      <p class="muted">
        {progress === undefined
          ? "Nothing is being sent."
          : progressText(progress)}
      </p>
    </section>
  );
}

function Commands(
  { state, onCommand }: {
    readonly state: ProxyAnswer["state"];
    readonly onCommand: () => void;
  },
) {
  const { api } = usePage();
  const [isAsking, setAsking] = useState(false);
  const [busy, setBusy] = useState<ProxyCommand | undefined>(undefined);
  const [said, setSaid] = useState<readonly string[]>([]);
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const useful = usefulCommands(state);
  const give = async (command: ProxyCommand) => {
    setBusy(command);
    setError(undefined);
    try {
      setSaid([`> ${command}`, ...await api.command(command)]);
    } catch (cause) {
      setSaid([]);
      if (cause instanceof ApiError) setError(cause);
    } finally {
      setBusy(undefined);
      onCommand();
    }
  };
  return (
    <section class="commands" aria-label="Commands">
      <div class="actions">
        {BUTTONS.map(([command, name]) => (
          <button
            key={command}
            type="button"
            class={command === "STOP"
              ? "danger"
              : command === "RESUME" && useful.has(command)
              ? "primary"
              : undefined}
            disabled={busy !== undefined || !useful.has(command)}
            onClick={() => command === "STOP" ? setAsking(true) : give(command)}
          >
            {name}
          </button>
        ))}
      </div>
      {error !== undefined && <Failure error={error} />}
      <pre class="answer" role="log" aria-label="Answers of the proxy">
        {said.length === 0 ? "Answers appear here." : said.join("\n")}
      </pre>
      {isAsking && (
        <Confirm
          title="Stop sending?"
          action="Stop"
          onChoice={(isConfirmed) => {
            setAsking(false);
            if (isConfirmed) give("STOP");
          }}
        >
          <p>
            The proxy finishes the tuples in progress, then sends nothing until
            you resume. It goes on accepting data from clients, and keeps its
            connections to the upstream server open.
          </p>
        </Confirm>
      )}
    </section>
  );
}
