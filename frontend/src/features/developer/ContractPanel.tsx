import type { Json, JsonSchema } from "@/api/types";
import { Panel } from "@/ui/Panel";
import type { Contract } from "./contract";
import classes from "./Developer.module.css";
import { type Form, formsOf, inReadingOrder } from "./members";
import { Snippet } from "./Snippet";

/** What a message must look like, in words to read and as JSON Schema to copy. */
export function ContractPanel({ contract }: { contract: Contract }) {
  const { schema } = contract;
  return (
    <Panel title="What does a message look like?">
      <div className={classes.stack}>
        {typeof schema === "object" ? (
          <Governed schema={schema} formats={contract.formats} />
        ) : (
          <p className={classes.note}>{UNGOVERNED[String(schema)] ?? UNGOVERNED.undefined}</p>
        )}
      </div>
    </Panel>
  );
}

const UNGOVERNED: Record<string, string> = {
  undefined:
    "The flow has no contract: any object or list is taken, and its steps decide whether they can use it.",
  true: "The contract of the flow takes every message; its steps decide whether they can use it.",
  false: "The contract of the flow takes no message: every request is answered with 422.",
};

function Governed({ schema, formats }: { schema: JsonSchema; formats: Contract["formats"] }) {
  const forms = formsOf(schema);
  const parsed = formats.filter((format) => format !== "json").map((one) => one.toUpperCase());
  const text = JSON.stringify(inReadingOrder(schema as Json), null, 2);
  return (
    <>
      <p className={classes.note}>
        <strong>{schema.title ?? "The contract of the flow"}.</strong> {schema.description} What
        does not fit is answered with 422 and leaves nothing behind.
        {parsed.length > 0 &&
          ` ${parsed.join(" and ")} ${parsed.length > 1 ? "are" : "is"} read by the parse rule first.`}
      </p>
      {forms.length > 1 && <p className={classes.note}>A message has one of these forms:</p>}
      {forms.map((form, index) => (
        // Forms have no name that is theirs alone.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Members key={index} form={form} />
      ))}
      <Snippet text={text} label="Contract as JSON Schema" />
    </>
  );
}

function Members({ form }: { form: Form }) {
  const title = form.title || "Members of the message";
  const isExplained = form.members.some((member) => member.description);
  if (form.members.length === 0)
    return (
      <p className={classes.note}>
        {title}: {form.type || "anything"}
      </p>
    );
  return (
    <table className={classes.members}>
      <caption>{form.description ? `${title}: ${form.description}` : title}</caption>
      <thead>
        <tr>
          <th scope="col">Member</th>
          <th scope="col">What it is</th>
          <th scope="col">Required</th>
          {isExplained && <th scope="col">Meaning</th>}
        </tr>
      </thead>
      <tbody>
        {form.members.map((member) => (
          <tr key={member.path}>
            <th scope="row" style={{ paddingLeft: 16 + member.depth * 16 }}>
              <code title={member.path}>{member.name}</code>
            </th>
            <td>{member.type || "anything"}</td>
            <td>{member.required ? "required" : "optional"}</td>
            {isExplained && <td>{member.description}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
