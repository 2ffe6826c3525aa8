import { Button } from "@mantine/core";
import { IconAlertTriangle, IconLink, IconShieldCheck } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { asProblem } from "@/api/problem";
import { verifyAudit } from "@/api/resources/audit";
import { count } from "@/ui/time";
import classes from "./Audit.module.css";

/** Follows the chain of hashes when asked, and says whether it is whole. */
export function Verify() {
  const verify = useMutation({ mutationFn: verifyAudit });
  return (
    <div className={classes.verify}>
      <span role="status" className={classes.verdict} data-ok={verify.data?.ok}>
        {verify.isError && asProblem(verify.error).message}
        {verify.data?.ok && (
          <>
            <IconShieldCheck size={16} aria-hidden />
            The chain is whole: {count(verify.data.entries)} entries, none changed, none missing.
          </>
        )}
        {verify.data?.ok === false && (
          <>
            <IconAlertTriangle size={16} aria-hidden />
            The chain breaks at entry {verify.data.first_broken}: it, or one before it, was changed
            or removed.
          </>
        )}
      </span>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconLink size={14} aria-hidden />}
        loading={verify.isPending}
        onClick={() => verify.mutate()}
      >
        Verify the chain
      </Button>
    </div>
  );
}
