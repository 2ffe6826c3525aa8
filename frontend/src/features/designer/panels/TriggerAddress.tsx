import { Button, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { asProblem } from "@/api/problem";
import { rotateWebhookSecret, webhookSecretQuery } from "@/api/resources/flows";
import type { Flow, TriggerDefinition } from "@/api/types";
import { CopyButton } from "@/ui/CopyButton";
import { notifyProblem } from "@/ui/notify";
import { RelativeTime } from "@/ui/RelativeTime";
import classes from "./panels.module.css";

/** Where to send to, for triggers that are called from outside. */
export function TriggerAddress({ flow, trigger }: { flow: Flow; trigger: TriggerDefinition }) {
  const { kind, config } = trigger;
  if (kind === "webhook") {
    const { auth } = config ?? {};
    return <Webhook flow={flow} byAddress={Array.isArray(auth) && auth.includes("address")} />;
  }
  if (kind === "api" || kind === "manual") {
    return <Address path={`/api/v1/flows/${flow.slug}/executions/`} />;
  }
  return null;
}

function Address({ path }: { path: string }) {
  const address = `${window.location.origin}${path}`;
  return (
    <div>
      <Text size="sm" fw={600}>
        Address
      </Text>
      <div className={classes.line}>
        <span>
          <code>POST {path}</code>
        </span>
        <CopyButton value={address} label="Copy the address" />
      </div>
    </div>
  );
}

function Once({ value, copy }: { value: string; copy: string }) {
  return (
    <div className={classes.line}>
      <span>
        <code>{value}</code>
      </span>
      <CopyButton value={value} label={copy} />
    </div>
  );
}

function Webhook({ flow, byAddress }: { flow: Flow; byAddress: boolean }) {
  const client = useQueryClient();
  const state = useQuery({ ...webhookSecretQuery(flow.slug), retry: false });
  const rotate = useMutation({
    mutationFn: () => rotateWebhookSecret(flow.slug),
    onSuccess: () => client.invalidateQueries({ queryKey: webhookSecretQuery(flow.slug).queryKey }),
    onError: (error) => notifyProblem(error),
  });
  const mayRotate = flow.permissions.includes("publish");
  return (
    <div>
      <Address path={`/hooks/${flow.slug}`} />
      {state.data && (
        <div className={classes.line}>
          <span>
            {state.data.set ? (
              <>
                Signing secret set <RelativeTime at={state.data.rotated_at} />
              </>
            ) : (
              "No signing secret yet"
            )}
          </span>
          {mayRotate && (
            <Button
              variant="default"
              size="compact-sm"
              loading={rotate.isPending}
              onClick={() => rotate.mutate()}
            >
              {state.data.set ? "Renew" : "Make one"}
            </Button>
          )}
        </div>
      )}
      {state.isError && !state.data && (
        <p className={classes.faults}>
          The signing secret is not known: {asProblem(state.error).message}
        </p>
      )}
      {rotate.data && (
        <div role="status">
          <Text size="sm">Shown once. Keep it now:</Text>
          <Once value={rotate.data.secret} copy="Copy the secret" />
          {byAddress && (
            <>
              <Text size="sm">For senders that cannot sign, the address with a secret in it:</Text>
              <Once
                value={`${window.location.origin}${rotate.data.secret_address}`}
                copy="Copy the address with the secret"
              />
            </>
          )}
        </div>
      )}
    </div>
  );
}
