import { useQuery, useQueryClient } from "@tanstack/react-query";
import { connectionRightsQuery, giveConnectionRights, type Wish } from "@/api/resources/rights";
import type { Connection, ConnectionPermission } from "@/api/types";
import type { Right } from "./grants";
import { RightsDialog, useGive } from "./RightsDialog";

const RIGHTS: readonly Right<ConnectionPermission>[] = [
  { name: "view", label: "View", says: "settings, never secrets" },
  { name: "test", label: "Test", says: "ask whether it answers" },
  { name: "use", label: "Use", says: "in flows" },
  { name: "change", label: "Change", says: "secrets too, and remove" },
];

/** Who may do what with the connection. */
export function ConnectionRights({
  connection,
  ...frame
}: {
  connection: Connection;
  opened: boolean;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const query = connectionRightsQuery(connection.slug);
  const held = useQuery({ ...query, enabled: frame.opened });
  const give = useGive(
    (wish: Wish<ConnectionPermission>) => giveConnectionRights(connection.slug, wish),
    (after) => {
      client.setQueryData(query.queryKey, after);
      // One's own rights may be among them.
      client.invalidateQueries({ queryKey: ["connections", "one", connection.slug] });
      client.invalidateQueries({ queryKey: ["connections", "list"] });
    },
  );
  const of = connection.name;
  return <RightsDialog of={of} rights={RIGHTS} held={held} give={give} {...frame} />;
}
