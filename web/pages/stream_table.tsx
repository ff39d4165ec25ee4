/**
 * The streams of a proxy.
 *
 * @module
 */
import type { StreamStatus } from "../../proxy/control/status.ts";
import { formatBytes, UNKNOWN } from "../format/numbers.ts";
import { Glyph } from "../parts/glyph.tsx";
import { Empty } from "../parts/notes.tsx";

/** The streams that are not delivered yet. */
export function StreamTable(
  { streams }: { readonly streams: readonly StreamStatus[] },
) {
  if (streams.length === 0) {
    return (
      <Empty title="There are no streams to deliver">
        <p>A stream appears here when a client connects to the proxy.</p>
      </Empty>
    );
  }
  return (
    <div class="table-frame" tabIndex={0} role="group" aria-label="Streams">
      <table class="streams">
        <thead>
          <tr>
            <th scope="col">Stream</th>
            <th scope="col">Replay</th>
            <th scope="col" class="figure">Received</th>
            <th scope="col" class="figure">Backlog</th>
            <th scope="col" class="figure">Sent</th>
            <th scope="col" class="figure">Stored upstream</th>
            <th scope="col" class="figure">Rate</th>
          </tr>
        </thead>
        <tbody>
          {streams.map((stream) => (
            <StreamRow key={stream.path} stream={stream} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function StreamRow({ stream }: { readonly stream: StreamStatus }) {
  const { path, isLive, replay, rejected, dropped, acknowledged } = stream;
  return (
    <tr>
      <th scope="row">
        <span class="name">
          <Glyph name={isLive ? "sending" : "ended"} />
          <span class="path">{path}</span>
        </span>
        <span class="small muted block">
          {isLive ? "client connected" : "client not connected"}
        </span>
      </th>
      <td>
        {replay}
        {rejected !== undefined && (
          <span class="tone-bad small block">{rejected}</span>
        )}
        {dropped > 0 && (
          <span class="tone-bad small block">
            {formatBytes(dropped)} dropped
          </span>
        )}
      </td>
      <td class="figure">{formatBytes(stream.received)}</td>
      <td class="figure">{formatBytes(stream.buffered)}</td>
      <td class="figure">{formatBytes(stream.sent)}</td>
      <td class="figure">
        {acknowledged === undefined ? UNKNOWN : formatBytes(acknowledged)}
      </td>
      <td class="figure">{formatBytes(stream.rate)}/s</td>
    </tr>
  );
}
