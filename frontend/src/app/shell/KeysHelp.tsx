import { Modal } from "@mantine/core";
import { sectionsOf } from "../sections";
import { useMe } from "../session/session";
import classes from "./KeysHelp.module.css";

const EVERYWHERE: [string[], string][] = [
  [["Ctrl", "K"], "Search everything"],
  [["?"], "Show these keys"],
  [["Esc"], "Close what is open"],
];

const IN_TABLES: [string[], string][] = [
  [["↑", "↓"], "Move between rows"],
  [["Enter"], "Open the row"],
];

const IN_THE_DESIGNER: [string[], string][] = [
  [["←", "↑", "→", "↓"], "Move between steps"],
  [["Enter"], "Open the step's panel"],
  [["A"], "Add a step: search the palette"],
  [["C"], "Connect the selected step"],
  [["Delete"], "Remove what is selected"],
  [["Ctrl", "S"], "Save the draft"],
  [["Ctrl", "Z"], "Undo"],
  [["Ctrl", "Shift", "Z"], "Redo"],
  [["Ctrl", "C"], "Copy the selected steps"],
  [["Ctrl", "V"], "Paste them"],
  [["L"], "Lay the graph out"],
  [["F"], "Fit the graph to the window"],
];

export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const me = useMe();
  const going: [string[], string][] = sectionsOf(me).map((section) => [
    ["g", section.letter],
    `Go to ${section.title}`,
  ]);
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="lg">
      <div className={classes.columns}>
        <div>
          <Group title="Everywhere" keys={[...EVERYWHERE, ...going]} />
          <Group title="In tables" keys={IN_TABLES} />
        </div>
        <Group title="In the designer" keys={IN_THE_DESIGNER} />
      </div>
    </Modal>
  );
}

function Group({ title, keys }: { title: string; keys: [string[], string][] }) {
  return (
    <section>
      <h3 className={classes.title}>{title}</h3>
      <dl className={classes.list}>
        {keys.map(([strokes, meaning]) => (
          <div key={meaning} className={classes.row}>
            <dt>
              {strokes.map((stroke) => (
                <kbd key={stroke} className={classes.key}>
                  {stroke}
                </kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
