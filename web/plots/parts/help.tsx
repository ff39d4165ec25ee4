/**
 * The help of the plot.
 *
 * @module
 */
import { useEffect, useRef } from "preact/hooks";
import { KEY_HELP, POINTER_HELP } from "../view/keys.ts";

/** Keys and pointer, in a dialog. */
export function Help({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="plot-help"
      aria-labelledby="plot-help-title"
      onClose={onClose}
    >
      <form method="dialog">
        <h2 id="plot-help-title">Move in the plot</h2>
        <HelpList entries={KEY_HELP} />
        <HelpList entries={POINTER_HELP} />
        <p class="muted">
          Where many rows share a pixel, the area between their smallest and
          largest value is filled.
        </p>
        <div class="actions">
          <button type="submit" autofocus>Close</button>
        </div>
      </form>
    </dialog>
  );
}

function HelpList(
  { entries }: { readonly entries: readonly (readonly [string, string])[] },
) {
  return (
    <dl>
      {entries.map(([what, effect]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{effect}</dd>
        </div>
      ))}
    </dl>
  );
}
