import { type NotificationData, notifications } from "@mantine/notifications";
import { asProblem } from "@/api/problem";

const ID = "draft-not-saved";

/** Says that the draft was not saved, why, and that nothing is lost; once, however often it fails. */
export function sayNotSaved(error: unknown) {
  const problem = asProblem(error);
  const next = problem.transient
    ? "Your changes are kept on this page. Save again once the server answers."
    : `${problem.hint ?? ""} Your changes are kept on this page.`;
  const said: NotificationData = {
    id: ID,
    title: "The draft was not saved",
    message: `${problem.message} ${next}`,
    color: "red.8",
    autoClose: false,
  };
  notifications.update(said);
  notifications.show(said);
}

export const withdrawNotSaved = () => void notifications.hide(ID);
