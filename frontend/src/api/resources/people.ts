import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, data, follow } from "../client";
import type { Page, Person, PersonWithPassword, Role } from "../types";

const MOST_OFFERED = 20;

export interface PeopleFilter {
  search?: string;
  role?: Role;
}

const at = (id: number) => ({ params: { path: { id } } });

/** All people, page by page. */
export const peoplePagesQuery = (filter: PeopleFilter) =>
  infiniteQueryOptions({
    queryKey: ["people", "pages", filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      pageParam
        ? follow<Page<Person>>(pageParam, signal)
        : data(api.GET("/api/v1/people/", { params: { query: filter }, signal })),
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

/** The first people whose names hold the text: enough to choose one. */
export const peopleFoundQuery = (search: string) =>
  queryOptions({
    queryKey: ["people", "found", search],
    queryFn: async ({ signal }) =>
      (
        await data(
          api.GET("/api/v1/people/", {
            params: { query: { search, limit: MOST_OFFERED } },
            signal,
          }),
        )
      ).results,
    placeholderData: keepPreviousData,
  });

/** The answer holds the password, which cannot be had again. */
export const createPerson = (username: string, roles: Role[]): Promise<PersonWithPassword> =>
  data(api.POST("/api/v1/people/", { body: { username, roles } }));

export const changeRoles = (id: number, roles: Role[]): Promise<Person> =>
  data(api.PATCH("/api/v1/people/{id}/", { ...at(id), body: { roles } }));

export const deactivatePerson = (id: number): Promise<Person> =>
  data(api.POST("/api/v1/people/{id}/deactivate/", at(id)));

export const activatePerson = (id: number): Promise<Person> =>
  data(api.POST("/api/v1/people/{id}/activate/", at(id)));

/** The answer holds the new password, which cannot be had again. */
export const renewPassword = (id: number): Promise<PersonWithPassword> =>
  data(api.POST("/api/v1/people/{id}/password/", at(id)));
