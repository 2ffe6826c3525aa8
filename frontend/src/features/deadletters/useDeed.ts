import { useMutation, useQueryClient } from "@tanstack/react-query";
import { notifyDone } from "@/ui/notify";

/** A deed on dead letters: afterwards every list of them, and of executions, is read anew. */
export function useDeed(
  act: () => Promise<number>,
  done: (number: number) => string,
  onDone: () => void,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (number) => {
      notifyDone(done(number));
      client.invalidateQueries({ queryKey: ["deadletters"] });
      client.invalidateQueries({ queryKey: ["executions"] });
      onDone();
    },
  });
}
