import { Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import classes from "./Secret.module.css";

/** A text that is shown once, with the way to copy it. */
export function Secret({ text, testId }: { text: string; testId: string }) {
  const clipboard = useClipboard({ timeout: 4_000 });
  const Icon = clipboard.copied ? IconCheck : IconCopy;
  return (
    <div className={classes.secret}>
      <code data-testid={testId}>{text}</code>
      <Button
        size="xs"
        data-autofocus
        leftSection={<Icon size={14} aria-hidden />}
        onClick={() => clipboard.copy(text)}
      >
        {clipboard.copied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
