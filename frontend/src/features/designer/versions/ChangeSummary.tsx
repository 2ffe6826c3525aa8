import { Fragment } from "react";
import { countOf } from "@/ui/time";
import type { Change } from "../model/compare";
import { type Remark, summaryOf } from "../model/summary";

/** "2 steps changed, 1 added; the mapping of Map order changed." */
export function ChangeSummary({ changes }: { changes: readonly Change[] }) {
  const { counts, remarks, more } = summaryOf(changes);
  const sentences = [
    ...counts.map((text) => <Fragment key={text}>{text}</Fragment>),
    ...remarks.map((remark) => <Changed key={`${remark.aspect}:${remark.of}`} remark={remark} />),
    ...(more > 0 ? [<Fragment key="more">and {countOf(more, "other change")}</Fragment>] : []),
  ];
  return sentences.map((sentence, index) => (
    <Fragment key={sentence.key}>
      {sentence}
      {index < sentences.length - 1 ? "; " : "."}
    </Fragment>
  ));
}

function Changed({ remark: { aspect, of } }: { remark: Remark }) {
  return (
    <>
      {aspect}
      {of && (
        <>
          {" "}
          of <em>{of}</em>
        </>
      )}{" "}
      changed
    </>
  );
}
