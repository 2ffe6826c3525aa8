import { Anchor, Button } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { Link } from "react-router";
import type { Flow } from "@/api/types";
import { maySee } from "@/app/sections";
import { useMe } from "@/app/session/session";
import { Panel } from "@/ui/Panel";
import type { Contract } from "./contract";
import classes from "./Developer.module.css";

/** How a sender proves itself, and where to get what it needs. */
export function Proofs({ flow, contract }: { flow: Flow; contract: Contract }) {
  const mayToken = maySee(useMe(), "tokens");
  const scopes = "executions:start,executions:read";
  const create = (
    <Button
      component={Link}
      to={`/tokens?new=${encodeURIComponent(flow.name)}&scopes=${scopes}`}
      size="xs"
      leftSection={<IconKey size={14} aria-hidden />}
    >
      Create a token
    </Button>
  );
  return (
    <Panel title="How does a sender prove itself?" actions={mayToken && create}>
      <dl className={classes.list}>
        {contract.proofs.includes("token") && (
          <div>
            <dt>With a token</dt>
            <dd>
              <code>Authorization: Bearer flt_…</code> The token needs the scope{" "}
              <code>executions:start</code>, and <code>executions:read</code> to follow what became
              of a message. Its owner needs the right to start this flow.
            </dd>
          </div>
        )}
        {contract.proofs.includes("signature") && (
          <div>
            <dt>With a signature</dt>
            <dd>
              Standard Webhooks: the headers <code>webhook-id</code>, <code>webhook-timestamp</code>{" "}
              and <code>webhook-signature</code>, made with the flow's signing secret. The secret is
              made{" "}
              {flow.permissions.includes("publish") ? (
                <Anchor component={Link} to={`/flows/${flow.slug}`} size="sm" underline="always">
                  at the flow's trigger
                </Anchor>
              ) : (
                "at the flow's trigger, by those who may publish the flow"
              )}
              . <code>webhook-id</code> counts as the idempotency key.
            </dd>
          </div>
        )}
        {contract.proofs.includes("address") && (
          <div>
            <dt>With the address</dt>
            <dd>
              For senders that can neither sign nor send a header, such as Odoo:{" "}
              <code>/hooks/{flow.slug}/…</code> ends with a secret, which is shown when the signing
              secret is made. Whoever knows the address may send.
            </dd>
          </div>
        )}
      </dl>
    </Panel>
  );
}
