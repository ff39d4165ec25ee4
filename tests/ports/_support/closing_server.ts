/** Prints a port on which it closes each connection after its client has. */
import { thisRuntime } from "../../_support/this_runtime.ts";

const runtime = await thisRuntime();
const listener = await runtime.listen(0, "127.0.0.1");
console.log(listener.address.port);
for (;;) {
  const connection = await listener.accept();
  connection?.read().then(() => connection.close());
}
