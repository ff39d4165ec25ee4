/**
 * What clients and server recorded about an experiment.
 *
 * @module
 */
import { useState } from "preact/hooks";
import type { MetadataEntry } from "../../archive/archive.ts";
import { Empty } from "../parts/notes.tsx";

/** Metadata as a table. */
export function MetadataView(
  { entries }: { readonly entries: readonly MetadataEntry[] },
) {
  const [text, setText] = useState("");
  if (entries.length === 0) return <Empty title="There is no metadata" />;
  const wanted = text.trim().toLowerCase();
  const shown = entries.filter((entry) =>
    Object.values(entry).join("\n").toLowerCase().includes(wanted)
  );
  return (
    <>
      <div class="tools">
        <input
          type="search"
          aria-label="Filter metadata"
          placeholder="Filter metadata"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <div class="table-frame" tabIndex={0} role="group" aria-label="Metadata">
        <table class="metadata">
          <thead>
            <tr>
              <th scope="col">Subject</th>
              <th scope="col">Key</th>
              <th scope="col">Value</th>
              <th scope="col">Sender</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ subject, key, value, sender }, i) => (
              <tr key={i}>
                <td>{subject}</td>
                <td>{key}</td>
                <td class="long">{value}</td>
                <td>{sender ?? <span class="muted">server</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {shown.length === 0 && <p class="no-match">No entry matches.</p>}
      </div>
    </>
  );
}
