/**
 * Questions before something is done.
 *
 * @module
 */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

/** What a confirmation needs. */
export interface ConfirmProps {
  /** The question. */
  readonly title: string;
  /** What will happen. */
  readonly children: ComponentChildren;
  /** The text of the button that does it. */
  readonly action: string;
  /** Called with the choice. */
  readonly onChoice: (isConfirmed: boolean) => void;
}

/** Asks before something is done; Escape cancels. */
export function Confirm({ title, children, action, onChoice }: ConfirmProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={() => onChoice(dialog.current?.returnValue === "yes")}
    >
      <form method="dialog">
        <h2 id={id}>{title}</h2>
        {children}
        <div class="actions">
          <button type="submit" value="no" autofocus>Cancel</button>
          <button type="submit" value="yes" class="danger">{action}</button>
        </div>
      </form>
    </dialog>
  );
}
