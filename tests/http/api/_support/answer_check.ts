import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";

interface Answer {
  readonly description?: string;
  readonly content?: Readonly<Record<string, unknown>>;
}

interface Parameter {
  readonly name: string;
  readonly description?: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, Answer>>;
}

interface Schema {
  readonly description?: string;
  readonly example?: unknown;
  readonly properties?: Readonly<
    Record<string, { readonly description?: string; readonly $ref?: string }>
  >;
}

/** The parts of an OpenAPI document that are read here. */
interface TestDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const ID = "http://localhost/api/v1/openapi.json";

/** Checks answers against an OpenAPI document. */
export class AnswerCheck {
  readonly document: TestDocument;
  readonly #ajv: Ajv2020;

  constructor(document: TestDocument) {
    this.document = document;
    // Formats and examples are no part of the validation.
    this.#ajv = new Ajv2020({ strict: false, allErrors: true });
    this.#ajv.addSchema(closed(structuredClone(document)), ID);
  }

  /** Fails unless the document allows `response` as an answer to `request`. */
  async check(request: Request, response: Response): Promise<void> {
    const { pathname } = new URL(request.url);
    const what = `${request.method} ${pathname}: ${response.status}`;
    const [path, operations] = this.#pathOf(pathname);
    const type = (response.headers.get("content-type") ?? "").split(";")[0];
    if (path === undefined) {
      assert.equal(response.status, 404, what);
      return await this.#checkError(what, request, response);
    }
    const method = request.method === "HEAD" ? "get" : request.method;
    const operation = operations[method.toLowerCase()];
    if (operation === undefined) {
      assert.equal(response.status, 405, what);
      assert.notEqual(response.headers.get("allow"), null);
      return await this.#checkError(what, request, response);
    }
    const answer = operation.responses[response.status];
    assert.ok(answer, `${what} is not documented`);
    assert.ok(answer.content?.[type], `${what}: ${type} is not documented`);
    if (type !== "application/json" || request.method === "HEAD") return;
    this.#validate(
      [
        "paths",
        path,
        method.toLowerCase(),
        "responses",
        String(response.status),
        "content",
        type,
        "schema",
      ],
      await response.clone().json(),
      what,
    );
  }

  /** Fails unless `value` is valid for the schema `name` of the document. */
  checkSchema(name: string, value: unknown): void {
    this.#validate(["components", "schemas", name], value, name);
  }

  async #checkError(
    what: string,
    { method }: Request,
    response: Response,
  ): Promise<void> {
    // Answers to HEAD have no body.
    if (method === "HEAD") return;
    const at = ["components", "schemas", "Error"];
    this.#validate(at, await response.clone().json(), what);
  }

  #validate(at: readonly string[], value: unknown, what: string): void {
    const pointer = at.map((step) =>
      encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1"))
    );
    const validate = this.#ajv.getSchema(`${ID}#/${pointer.join("/")}`);
    assert.ok(validate, `${what}: there is no schema`);
    if (validate(value)) return;
    assert.fail(
      `${what}: ${this.#ajv.errorsText(validate.errors)}: ` +
        JSON.stringify(value).slice(0, 500),
    );
  }

  #pathOf(
    pathname: string,
  ): [string | undefined, Readonly<Record<string, Operation>>] {
    const steps = pathname.split("/");
    for (const [path, operations] of Object.entries(this.document.paths)) {
      const known = path.split("/");
      const isSame = known.length === steps.length &&
        known.every((step, i) =>
          step === steps[i] || step.startsWith("{") && steps[i] !== ""
        );
      if (isSame) return [path, operations];
    }
    return [undefined, {}];
  }
}

/**
 * The same schemas without room for other fields: clients must accept them, but
 * tests find fields that are not documented.
 */
function closed<T>(schema: T): T {
  if (typeof schema !== "object" || schema === null) return schema;
  for (const each of Object.values(schema)) closed(each);
  if ("properties" in schema && !("additionalProperties" in schema)) {
    Object.assign(schema, { additionalProperties: false });
  }
  return schema;
}
