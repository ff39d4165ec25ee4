/**
 * The login, if the server has a token.
 *
 * @module
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../api/api_error.ts";
import { usePage } from "../parts/context.tsx";
import { useTitle } from "../parts/hooks.tsx";
import { Failure } from "../parts/notes.tsx";

/** Asks for the token. */
export function LoginPage() {
  useTitle("Log in");
  const { api, session } = usePage();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const login = async () => {
    const token = input.current?.value.trim() ?? "";
    if (token === "") return;
    setBusy(true);
    setError(undefined);
    try {
      session.set(await api.login(token));
    } catch (cause) {
      if (cause instanceof ApiError) setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="login"
      onSubmit={(event) => {
        event.preventDefault();
        login();
      }}
    >
      <h1>Log in</h1>
      <p class="muted">
        This server asks for a token. It is in the file that was given with{" "}
        <code>--http-token-file</code>, or in <code>OML_HTTP_TOKEN</code>.
      </p>
      <label for="token">Token</label>
      <input
        id="token"
        ref={input}
        type="password"
        autocomplete="current-password"
        required
      />
      {error !== undefined && (
        <Failure
          error={error.status === 401
            ? new ApiError(401, "the token is wrong")
            : error}
        />
      )}
      <button type="submit" class="primary" disabled={isBusy}>Log in</button>
    </form>
  );
}
