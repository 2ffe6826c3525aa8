import { notifications } from "@mantine/notifications";
import { asProblem } from "@/api/problem";

export const notifyDone = (message: string) =>
  notifications.show({ message, color: "green.8", autoClose: 3500 });

/** Says what failed and what to do; stays until it is closed. */
export function notifyProblem(error: unknown, title?: string) {
  const problem = asProblem(error);
  notifications.show({
    title: title ?? problem.title,
    message: [problem.message, problem.hint].filter(Boolean).join(" "),
    color: "red.8",
    autoClose: false,
  });
}

/** Says why something was not done, for refusals that explain themselves. */
export const notifyRefusal = (message: string) =>
  notifications.show({ message, color: "yellow.7", autoClose: 5000 });
