/**
 * The clients of a server.
 *
 * @module
 */
import { useState } from "preact/hooks";
import type { ClientStatus } from "../../server/status/server_status.ts";
import { formatBytes, formatCount } from "../format/numbers.ts";
import { listedClients } from "../model/clients.ts";
import { ShowMore, useListPart } from "../parts/show_more.tsx";
import { Age } from "../parts/age.tsx";

/** Rows that are shown at once. */
const PAGE = 50;

/** The connected clients, the most bytes first. */
export function ClientTable(
  { clients }: { readonly clients: readonly ClientStatus[] },
) {
  const [text, setText] = useState("");
  const found = listedClients(clients, text);
  const part = useListPart(found, PAGE);
  const { shown } = part;
  return (
    <section aria-labelledby="clients">
      <h2 id="clients">Connected clients</h2>
      {clients.length > 0 && (
        <div class="tools">
          <input
            type="search"
            aria-label="Filter clients"
            placeholder="Filter clients"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </div>
      )}
      {shown.length === 0
        ? (
          <p class="muted">
            {clients.length === 0 ? "No client is connected." : "No match."}
          </p>
        )
        : (
          <div
            class="table-frame"
            tabIndex={0}
            role="group"
            aria-labelledby="clients"
          >
            <table>
              <thead>
                <tr>
                  <th scope="col">Client</th>
                  <th scope="col">State</th>
                  <th scope="col" class="figure">Connected for</th>
                  <th scope="col" class="figure">Received</th>
                  <th scope="col" class="figure">Tuples</th>
                  <th scope="col" class="figure">Rejected</th>
                  <th scope="col" class="figure">Converted</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((each) => (
                  <tr key={each.address}>
                    <th scope="row">
                      <span class="path">{each.client}</span>
                      <span class="small muted block">{each.address}</span>
                    </th>
                    <td>{each.state}</td>
                    <td class="figure">
                      <Age at={each.since / 1000} />
                    </td>
                    <td class="figure">{formatBytes(each.bytes)}</td>
                    <td class="figure">{formatCount(each.tuples)}</td>
                    <td
                      class={each.rejected > 0 ? "figure tone-warn" : "figure"}
                    >
                      {formatCount(each.rejected)}
                    </td>
                    <td class="figure">{formatCount(each.converted)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      <ShowMore part={part} noun="client" />
    </section>
  );
}
