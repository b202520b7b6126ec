import { classNames } from "../ui/class-names.ts";
import { CodeBlock } from "../ui/code-block.tsx";
import { DataTable } from "../ui/data-table.tsx";
import type { Operation } from "./read-document.ts";
import { schemaText } from "./schema-text.ts";

const inks: Readonly<Record<string, string>> = { GET: "text-good", POST: "text-accent", PATCH: "text-warn", DELETE: "text-bad" };

/** One operation, folded: what it does, what it takes, what it answers. */
export function OperationView({ method, path, operation }: { readonly method: string; readonly path: string; readonly operation: Operation }) {
  const body = operation.requestBody?.content["application/json"]?.schema;
  return (
    <details id={operation.operationId} className="border-b last:border-b-0">
      <summary className="flex min-h-(--row) flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-1.5 hover:bg-hover">
        <span className={classNames("w-14 font-mono text-xs font-semibold", inks[method])}>{method}</span>
        <span className="font-mono text-xs break-all">{path}</span>
        <span className="text-sm text-soft">{operation.summary}</span>
      </summary>
      <div className="flex flex-col gap-4 px-3 pt-1 pb-4">
        {operation.description.split("\n\n").filter((text) => text !== "").map((text) => (
          <p key={text} className="max-w-[75ch]">
            {text}
          </p>
        ))}
        <Parameters of={operation} />
        {body === undefined ? null : <CodeBlock text={schemaText(body)} what="body" label="Body" />}
        {Object.entries(operation.responses).map(([status, { description, content }]) => (
          <Answer key={status} status={status} description={description} schema={content?.["application/json"]?.schema} />
        ))}
      </div>
    </details>
  );
}

function Parameters({ of: { parameters } }: { readonly of: Operation }) {
  if (parameters.length === 0) return null;
  return (
    <DataTable
      label="Parameters"
      rows={parameters}
      rowKey={(parameter) => `${parameter.in} ${parameter.name}`}
      columns={[
        { key: "name", header: "Parameter", track: "minmax(8rem,max-content)", onPhone: "title", cell: (parameter) => <span className="font-mono text-xs">{parameter.name}</span> },
        { key: "in", header: "In", track: "max-content", cell: (parameter) => (parameter.required ? `${parameter.in}, required` : parameter.in) },
        { key: "meaning", header: "Meaning", track: "minmax(0,1fr)", onPhone: "title", cell: (parameter) => <span className="text-sm whitespace-normal">{parameter.description ?? meaningOf(parameter.schema)}</span> },
      ]}
    />
  );
}

function meaningOf(schema: unknown): string {
  const description: unknown = typeof schema === "object" && schema !== null ? Reflect.get(schema, "description") : null;
  return typeof description === "string" ? description : schemaText(schema);
}

function Answer({ status, description, schema }: { readonly status: string; readonly description: string; readonly schema: unknown }) {
  if (status === "default") {
    return (
      <details>
        <summary className="text-sm text-soft">Refusals</summary>
        <p className="max-w-[75ch] text-sm text-soft">{description}</p>
      </details>
    );
  }
  if (schema === undefined) return <p>Answers {status}.</p>;
  return <CodeBlock text={schemaText(schema)} what="answer" label={`Answers ${status}`} />;
}
