import type { Batch } from "@/api/types";
import classes from "./Batch.module.css";
import { baseOf, distinctOf, percent, typesOf } from "./words";

/** Per field of the mapped records: how many fill it, with what, and how many values there are. */
export function QualityTable({ batch }: { batch: Batch }) {
  const { quality } = batch;
  return (
    <div className={classes.scroll}>
      <p className={classes.base}>{baseOf(batch)}</p>
      <table className={classes.quality}>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Filled</th>
            <th scope="col">Different values</th>
            <th scope="col">Holds</th>
          </tr>
        </thead>
        <tbody>
          {quality.columns.map((one) => (
            <tr key={one.name}>
              <th scope="row">{one.name}</th>
              <td>
                <span className={classes.filled}>
                  <span className={classes.track} aria-hidden>
                    <span style={{ width: `${(one.filled / quality.records) * 100}%` }} />
                  </span>
                  {percent(one.filled, quality.records)}
                </span>
              </td>
              <td>{distinctOf(one)}</td>
              <td>{typesOf(one.types)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
