import { SegmentedControl, Select, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { connectionsQuery, connectorQuery } from "@/api/resources/catalogue";
import type { Json, JsonObject, OperationManifest } from "@/api/types";
import { messagesAt } from "@/ui/forms/faults";
import { isObject } from "@/ui/json";
import { ErrorState, LoadingBlock } from "@/ui/states";
import { useDesigner } from "../context";
import { ArgumentsForm } from "./ArgumentsForm";
import { onlyReads, startingArguments } from "./arguments";
import classes from "./panels.module.css";
import type { StepConfigProps } from "./StepConfig";
import { WholeArguments } from "./WholeArguments";

/** A call: which connection, which operation, and its arguments. */
export function CallForm(props: StepConfigProps) {
  const { config, onChange, faults } = props;
  const { readOnly } = useDesigner();
  const connections = useQuery(connectionsQuery);
  const slug = typeof config.connection === "string" ? config.connection : null;
  const chosen = connections.data?.find((one) => one.slug === slug);
  const connector = useQuery({
    ...connectorQuery(chosen?.connector ?? ""),
    enabled: chosen !== undefined,
  });
  const operations = connector.data?.operations ?? [];
  const operation = operations.find((one) => one.name === config.operation);
  const usable = connections.data?.filter((one) => one.permissions.includes("use")) ?? [];
  const known = usable.some((one) => one.slug === slug);
  const unread = [connections, connector].filter((one) => one.isError && !one.data);

  return (
    <>
      <Select
        label="Connection"
        withAsterisk
        placeholder={connections.isPending ? "Loading" : "Choose a connection"}
        data={[
          ...usable.map((one) => ({ value: one.slug, label: one.name })),
          ...(slug && !known
            ? [{ value: slug, label: connections.data ? `${slug} (you may not use it)` : slug }]
            : []),
        ]}
        value={slug}
        searchable
        allowDeselect={false}
        readOnly={readOnly}
        error={messagesAt(faults, "connection")}
        nothingFoundMessage="No connection that you may use is called that"
        data-path="connection"
        onChange={(connection) => onChange({ ...config, connection: connection ?? "" })}
      />
      {slug && unread.length === 0 && (
        <Select
          label="Operation"
          withAsterisk
          description={operation?.description}
          placeholder={connector.isPending ? "Loading" : "Choose what it shall do"}
          data={operations.map((one) => ({ value: one.name, label: one.title }))}
          value={typeof config.operation === "string" ? config.operation : null}
          allowDeselect={false}
          readOnly={readOnly}
          error={messagesAt(faults, "operation")}
          data-path="operation"
          onChange={(name) => onChange(withOperation(config, operations, name ?? ""))}
        />
      )}
      {unread.length > 0 && (
        <ErrorState
          error={unread[0]?.error}
          title="The connections could not be read"
          onRetry={() => {
            for (const one of unread) void one.refetch();
          }}
        />
      )}
      {slug && chosen && connector.isPending && <LoadingBlock height={96} />}
      {operation && <Repeats operation={operation} given={config.arguments} />}
      {operation && <Arguments {...props} operation={operation} />}
    </>
  );
}

/** Another operation keeps the arguments, so that a slip of the hand costs nothing. */
function withOperation(
  config: JsonObject,
  operations: readonly OperationManifest[],
  name: string,
): JsonObject {
  const schema = operations.find((one) => one.name === name)?.input_schema ?? {};
  const given: Json = config.arguments ?? {};
  const next = isObject(given) ? startingArguments(schema, given) : given;
  return { ...config, operation: name, arguments: next };
}

const REPEATS: Record<OperationManifest["idempotency"], string> = {
  read: "Reads only: may be repeated freely.",
  by_key: "Repeats are recognised by key: it takes effect once.",
  natural: "Repeating it leads to the same state: it takes effect once.",
  none: "Not repeatable: an interrupted call waits for a person to decide.",
};

const BY_CONNECTION =
  "May change something: an interrupted call is repeated by itself only if its connection is set so, else it waits for a person to decide.";

interface RepeatsProps {
  operation: OperationManifest;
  given: Json | undefined;
}

/** What repeating this call does: where its arguments decide, by them. */
function Repeats({ operation, given }: RepeatsProps) {
  const reads = onlyReads(operation.input_schema, given);
  const otherwise = reads === null ? REPEATS[operation.idempotency] : BY_CONNECTION;
  return <p className={classes.about}>{reads ? REPEATS.read : otherwise}</p>;
}

function Arguments(props: StepConfigProps & { operation: OperationManifest }) {
  const { config, onChange, operation, faults } = props;
  const { readOnly } = useDesigner();
  const whole = typeof config.arguments === "string";
  const set = (next: JsonObject | string) => onChange({ ...config, arguments: next });
  return (
    <div data-path="arguments">
      <div className={classes.argumentHead}>
        <Text size="sm" fw={600} flex={1}>
          Arguments
        </Text>
        <SegmentedControl
          size="xs"
          disabled={readOnly}
          aria-label="Form of the arguments"
          data={[
            { value: "names", label: "By name" },
            { value: "whole", label: "One expression" },
          ]}
          value={whole ? "whole" : "names"}
          onChange={(form) => set(form === "whole" ? "$" : {})}
        />
      </div>
      {whole ? (
        <WholeArguments {...props} value={String(config.arguments)} onText={set} />
      ) : (
        <ArgumentsForm
          {...props}
          schema={operation.input_schema}
          value={isObject(config.arguments) ? config.arguments : {}}
          onValue={set}
        />
      )}
      <p className={classes.faults}>{messagesAt(faults, "arguments")}</p>
    </div>
  );
}
