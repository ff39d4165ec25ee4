/**
 * A rule for `deno lint`: modules hold no state. State that changes while a
 * program runs belongs to an object that is created, passed on and can exist
 * twice: two servers in one process, or two tests, must not share it.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The parts of the repository that the rule applies to. */
const PARTS =
  /^(?:archive|cli|client|codec|load|ports|proxy|report|server|shared|stored|web)\//;

/** Classes whose objects keep no state between uses. */
const STATELESS = new Set(["RegExp", "TextDecoder", "TextEncoder", "URL"]);

/** The permitted state of modules, by file and name, with the reason. */
const PERMITTED: ReadonlySet<string> = new Set([
  // Scratch memory of a thread: empty between two calls, and shared by
  // thousands of connections, each of which would need its own.
  "codec/bytes/memory.ts scratch",
  "codec/bytes/byte_queue.ts joint",
  // Counts the turns of the event loop, of which a thread has one: two counters
  // would block each other's turns.
  "shared/pace.ts PACE",
  // Represents no table, so that a field on the hot path is never undefined.
  "server/batches/row_sink.ts NO_TABLE",
]);

type Node = Deno.lint.Node;

const plugin: Deno.lint.Plugin = {
  name: "state",
  rules: {
    "no-module-state": {
      create(context) {
        const file = context.filename.replace(ROOT, "");
        if (!PARTS.test(file) || file.endsWith(".d.ts")) return {};
        const report = (node: Node, name: string) => {
          if (PERMITTED.has(`${file} ${name}`)) return;
          context.report({
            node,
            message: `${name} is state of the module ${file}`,
            hint: "Make it a field of an object, or readonly; or name it in " +
              "tools/lint/module_state.ts with the reason",
          });
        };
        return {
          Program(program) {
            for (const statement of program.body) {
              const declaration = statement.type === "ExportNamedDeclaration"
                ? statement.declaration
                : statement;
              if (declaration?.type !== "VariableDeclaration") continue;
              for (const each of declaration.declarations) {
                if (declaration.kind !== "const" || isMutable(each)) {
                  report(each, nameOf(each.id));
                }
              }
            }
          },
          PropertyDefinition(property) {
            if (property.static && !property.readonly) {
              report(property, nameOf(property.key));
            }
          },
        };
      },
    },
  },
};

/**
 * Whether a constant can be modified through its value, as far as the syntax
 * shows.
 */
function isMutable({ id, init }: Deno.lint.VariableDeclarator): boolean {
  if (init === null) return true;
  const annotation = "typeAnnotation" in id ? id.typeAnnotation : undefined;
  const type = annotation?.typeAnnotation;
  // Objects of a named type are as readonly as the type declares.
  if (type !== undefined && init.type === "ObjectExpression") return false;
  return !isReadonly(type) && holdsState(init);
}

function isReadonly(type: Node | undefined): boolean {
  if (type?.type === "TSTypeOperator") return type.operator === "readonly";
  return type?.type === "TSTypeReference" &&
    type.typeName.type === "Identifier" &&
    /^Readonly|^Record$/.test(type.typeName.name);
}

function holdsState(value: Node): boolean {
  switch (value.type) {
    case "ArrayExpression":
    case "ObjectExpression":
      return true;
    case "NewExpression":
      return value.callee.type !== "Identifier" ||
        !STATELESS.has(value.callee.name);
    default:
      return false;
  }
}

function nameOf(node: Node): string {
  return node.type === "Identifier" || node.type === "PrivateIdentifier"
    ? node.name
    : node.type;
}

export default plugin;
