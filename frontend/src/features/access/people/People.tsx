import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUserPlus, IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { peoplePagesQuery } from "@/api/resources/people";
import { DataTable } from "@/ui/DataTable";
import { PageBody, PageHeader } from "@/ui/PageHeader";
import { moreOf } from "@/ui/paging";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/states";
import { useAddress } from "@/ui/useAddress";
import { COLUMNS } from "./columns";
import { Filters, NAMES } from "./Filters";
import { NewPerson } from "./NewPerson";
import { isRole } from "./roles";

/** Who may sign in, and with which roles; the filter is the address. */
export function People() {
  const { filter, ...setFilter } = useAddress(NAMES);
  const { search, role } = filter;
  const people = useInfiniteQuery(
    peoplePagesQuery({ search, role: isRole(role) ? role : undefined }),
  );
  const [making, make] = useDisclosure(false);
  return (
    <>
      <PageHeader
        title="People"
        description="Who may sign in, and with which roles. Rights on single flows are given on the flow's page."
        actions={
          <Button
            size="xs"
            leftSection={<IconUserPlus size={14} aria-hidden />}
            onClick={make.open}
          >
            New person
          </Button>
        }
      />
      <PageBody>
        {people.isLoadingError ? (
          <ErrorState
            error={people.error}
            onRetry={() => people.refetch()}
            title="The people could not be loaded"
          />
        ) : (
          <DataTable
            label="People"
            storageKey="people"
            columns={COLUMNS}
            rows={people.data?.pages.flatMap((page) => page.results) ?? []}
            idOf={(row) => String(row.id)}
            toolbar={
              <Filters
                filter={filter}
                active={setFilter.active}
                onChange={setFilter.change}
                onClear={() => setFilter.replace({})}
              />
            }
            more={moreOf(people)}
            empty={
              people.isPending ? (
                <LoadingRows rows={5} />
              ) : (
                <EmptyState title="Nobody fits the filter" icon={IconUsers}>
                  Clear the search or choose another role.
                </EmptyState>
              )
            }
          />
        )}
        {making && <NewPerson onClose={make.close} />}
      </PageBody>
    </>
  );
}
