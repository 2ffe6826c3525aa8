import { useQuery } from "@tanstack/react-query";
import { flowsQuery } from "@/api/resources/flows";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/states";

export function FlowList() {
  const flows = useQuery(flowsQuery());
  return (
    <>
      <PageHeader title="Flows" />
      <PageBody>
        {flows.isPending && <LoadingRows />}
        {flows.isError && <ErrorState error={flows.error} onRetry={() => flows.refetch()} />}
        {flows.data?.results.length === 0 && <EmptyState title="No flows yet" />}
      </PageBody>
    </>
  );
}
