/** What a page shows when it has nothing to show: empty, refused, failed, loading. */

import { Button, Skeleton, Stack } from "@mantine/core";
import {
  type Icon,
  IconCloudOff,
  IconInbox,
  IconLock,
  IconZoomQuestion,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { asProblem } from "@/api/problem";
import { ProblemList } from "./ProblemList";
import classes from "./states.module.css";

interface StateProps {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  icon?: Icon;
}

/** Teaches the next step: say what belongs here and offer the way to get it. */
export function EmptyState({ title, children, actions, icon: Icon = IconInbox }: StateProps) {
  return (
    <div className={classes.state}>
      <Icon size={32} stroke={1.5} aria-hidden className={classes.icon} />
      <h2 className={classes.title}>{title}</h2>
      {children && <p className={classes.text}>{children}</p>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}

export function NoPermission({ what = "this page" }: { what?: string }) {
  return (
    <EmptyState title={`You may not see ${what}`} icon={IconLock}>
      Your roles do not include it. An administrator can grant it to you.
    </EmptyState>
  );
}

interface ErrorProps {
  error: unknown;
  onRetry?: () => void;
  /** What was being done, for example "The flows could not be loaded". */
  title?: string;
}

/** What happened, where, and what to do; refusals become `NoPermission`. */
export function ErrorState({ error, onRetry, title }: ErrorProps) {
  const problem = asProblem(error);
  if (problem.status === 403) return <NoPermission />;
  const gone = problem.status === 404;
  const Icon = gone ? IconZoomQuestion : IconCloudOff;
  return (
    <div className={classes.state} role="alert">
      <Icon size={32} stroke={1.5} aria-hidden className={classes.icon} />
      <h2 className={classes.title}>{title ?? problem.title}</h2>
      <p className={classes.text}>
        {problem.message} {problem.hint}
      </p>
      {problem.problems.length > 0 && <ProblemList problems={problem.problems} />}
      <code className={classes.code}>{problem.code}</code>
      {onRetry && !gone && (
        <div className={classes.actions}>
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        </div>
      )}
    </div>
  );
}

/** Rows of the height of the data to come, so that nothing shifts when it arrives. */
export function LoadingRows({ rows = 8 }: { rows?: number }) {
  const keys = Array.from({ length: rows }, (_, index) => `row-${index}`);
  return (
    <Stack gap={12} p="sm" role="status" aria-label="Loading" aria-busy>
      {keys.map((key) => (
        <Skeleton key={key} height={24} radius="sm" />
      ))}
    </Stack>
  );
}

export function LoadingBlock({ height = 240 }: { height?: number | string }) {
  return (
    <div role="status" aria-label="Loading" aria-busy>
      <Skeleton height={height} radius="md" />
    </div>
  );
}
