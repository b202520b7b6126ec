import { OperationView } from "#components/docs/operation-view";
import { CodeBlock } from "#components/ui/code-block";
import { PageHeader, Section } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import { installation } from "#lib/platform/installation";
import { openApiDocument } from "#lib/rest/openapi";
import { routeList } from "#lib/rest/route-list";
import type { Metadata } from "next";
import { groupOperations, readDocument } from "../../../components/docs/read-document.ts";
import { schemaText } from "../../../components/docs/schema-text.ts";

export const metadata: Metadata = { title: "API docs" };

/** Like the document itself, readable without a sign-in: it holds nothing secret. */
export default function DocsPage() {
  const { publicUrl } = installation();
  const document = readDocument(openApiDocument(routeList, publicUrl));
  return (
    <>
      <PageHeader
        title="API"
        answer={
          <>
            {document.info.description} The same as a machine reads it: <TextLink href="/api/v1/openapi.json">OpenAPI 3.1</TextLink>.
          </>
        }
      />
      <Section title="First call">
        <p className="max-w-[75ch] text-soft">Scripts carry an API key, which an admin makes with <code className="font-mono text-xs">npm run cli -- create-api-key</code>. Errors are problem+json with the field that is wrong; every POST takes an Idempotency-Key.</p>
        <CodeBlock text={`curl ${publicUrl}/api/v1/events?limit=5 \\\n  -H 'Authorization: Bearer cs_…'`} what="command" />
      </Section>
      {groupOperations(document.paths).map((group) => (
        <Section key={group.name} title={group.name.charAt(0).toUpperCase() + group.name.slice(1)}>
          <div className="rounded-md border">
            {group.operations.map((item) => (
              <OperationView key={item.operation.operationId} {...item} />
            ))}
          </div>
        </Section>
      ))}
      <Section title="Shapes">
        {Object.entries(document.components.schemas).map(([name, schema]) => (
          <details key={name} id={`shape-${name}`} className="rounded-md border">
            <summary className="px-3 py-2 font-mono text-xs font-medium">{name}</summary>
            <div className="p-3 pt-0">
              <CodeBlock text={schemaText(schema)} what={`shape of ${name}`} />
            </div>
          </details>
        ))}
      </Section>
    </>
  );
}
