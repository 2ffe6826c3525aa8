import { ActionIcon, Button, Input, Menu, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import type { Json, JsonObject, Kind } from "@/api/types";
import { iconOf } from "@/features/graph/icons";
import type { FieldProps } from "@/ui/forms/context";
import { useForm } from "@/ui/forms/context";
import { type FaultMap, messagesAt } from "@/ui/forms/faults";
import { requiredDefaults } from "@/ui/forms/schema";
import { isObject } from "@/ui/json";
import { useDesigner } from "../context";
import { freshId } from "../model/edit";
import classes from "./panels.module.css";
import { StepConfig } from "./StepConfig";

interface Props {
  step: string;
  field: FieldProps;
  names: readonly string[];
}

/** The chain of steps that runs for each item: the output of one is the input of the next. */
export function ChainEditor({ step, field, names }: Props) {
  const { kinds, readOnly } = useDesigner();
  const { faults } = useForm();
  const chain = (Array.isArray(field.value) ? field.value : []).filter(isObject);
  const set = (next: JsonObject[]) => field.onChange(next as Json[]);
  const replace = (index: number, part: JsonObject) =>
    set(chain.map((one, at) => (at === index ? { ...one, ...part } : one)));
  const move = (from: number, to: number) => {
    const next = [...chain];
    next.splice(to, 0, ...next.splice(from, 1));
    set(next);
  };
  const add = (kind: Kind) => {
    const taken = chain.map((one) => String(one.id ?? ""));
    const id = freshId(taken, kind.kind);
    set([
      ...chain,
      { id, kind: kind.kind, name: kind.title, config: requiredDefaults(kind.config_schema) },
    ]);
  };

  return (
    <Input.Wrapper
      label="Steps for each item"
      labelElement="div"
      description="The first one's input is the item."
      error={messagesAt(faults, "do")}
      data-path="do"
    >
      {chain.map((inner, index) => (
        <Inner
          // biome-ignore lint/suspicious/noArrayIndexKey: ids are edited in place
          key={index}
          outer={step}
          inner={inner}
          index={index}
          last={index === chain.length - 1}
          faults={within(faults, `do[${index}].config`)}
          names={names}
          onChange={(part) => replace(index, part)}
          onMove={(to) => move(index, to)}
          onRemove={() => set(chain.filter((_, at) => at !== index))}
        />
      ))}
      {!readOnly && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" size="xs" mt="xs" leftSection={<IconPlus size={14} />}>
              Add a step
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {[...kinds.values()]
              .filter((kind) => kind.inside_for_each)
              .map((kind) => (
                <Menu.Item key={kind.kind} onClick={() => add(kind)}>
                  {kind.title}
                </Menu.Item>
              ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Input.Wrapper>
  );
}

interface InnerProps {
  outer: string;
  inner: JsonObject;
  index: number;
  last: boolean;
  faults: FaultMap;
  names: readonly string[];
  onChange: (part: JsonObject) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}

function Inner({
  outer,
  inner,
  index,
  last,
  faults,
  names,
  onChange,
  onMove,
  onRemove,
}: InnerProps) {
  const { kinds, readOnly } = useDesigner();
  const kind = kinds.get(String(inner.kind));
  const Icon = iconOf(kind?.icon);
  const title = String(inner.name ?? inner.id ?? "");
  return (
    <section className={classes.inner} style={{ marginTop: 8 }} aria-label={title}>
      <div className={classes.innerHead}>
        <Icon size={16} stroke={1.75} aria-hidden />
        <span>{kind?.title ?? String(inner.kind)}</span>
        {!readOnly && (
          <>
            <ActionIcon
              size="sm"
              aria-label={`Move ${title} up`}
              disabled={index === 0}
              onClick={() => onMove(index - 1)}
            >
              <IconArrowUp size={14} />
            </ActionIcon>
            <ActionIcon
              size="sm"
              aria-label={`Move ${title} down`}
              disabled={last}
              onClick={() => onMove(index + 1)}
            >
              <IconArrowDown size={14} />
            </ActionIcon>
            <ActionIcon size="sm" aria-label={`Remove ${title}`} onClick={onRemove}>
              <IconTrash size={14} />
            </ActionIcon>
          </>
        )}
      </div>
      <div className={classes.innerBody}>
        <TextInput
          label="Name"
          value={String(inner.name ?? "")}
          placeholder={String(inner.id ?? "")}
          readOnly={readOnly}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <StepConfig
          step={outer}
          kind={kind}
          config={isObject(inner.config) ? inner.config : {}}
          onChange={(config) => onChange({ config })}
          faults={faults}
          names={names}
          prefix={`do.${index}.config.`}
        />
      </div>
    </section>
  );
}

/** The faults below a path, by the rest of theirs. */
function within(faults: FaultMap, root: string): FaultMap {
  return new Map(
    [...faults]
      .filter(
        ([path]) => path === root || path.startsWith(`${root}.`) || path.startsWith(`${root}[`),
      )
      .map(([path, found]) => [path.slice(root.length).replace(/^\./, ""), found]),
  );
}
