import { useLayoutEffect, useRef, useState } from "react";

/** How many of `count` children fit into the first line of an element that wraps and hides the rest. */
export function useFitting(count: number) {
  const line = useRef<HTMLDivElement>(null);
  const [fitting, setFitting] = useState(count);
  useLayoutEffect(() => {
    const element = line.current;
    if (!element) return;
    const measure = () => {
      const children = [...element.children] as HTMLElement[];
      const top = children[0]?.offsetTop ?? 0;
      const first = children.findIndex((child) => child.offsetTop > top);
      setFitting(first === -1 ? count : first);
    };
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [count]);
  return { line, fitting: Math.min(fitting, count) };
}
