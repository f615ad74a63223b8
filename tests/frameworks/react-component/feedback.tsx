"use client";

import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import type { FeedbackAttributes, FeedbackProperties, RapportEventMap, RapportFeedback } from "rapport-feedback";
import type {} from "rapport-feedback/react";

interface Props extends FeedbackAttributes {
  /** The object properties. */
  properties?: Partial<Pick<FeedbackProperties, "instrument" | "history" | "strings" | "answers">>;
  /** Listeners by the event's name. */
  on?: { [Name in keyof RapportEventMap]?: (event: RapportEventMap[Name]) => void };
  children?: ReactNode;
}

// React 18 warns of a layout effect on a server.
const useBrowserEffect = typeof window === "undefined" ? useEffect : useLayoutEffect;

export function Feedback({ properties, on = {}, children, ...attributes }: Props) {
  const ref = useRef<RapportFeedback>(null);
  useBrowserEffect(() => {
    const element = ref.current!;
    const listeners = Object.entries(on) as Array<[string, EventListener]>;
    listeners.forEach(([name, listener]) => element.addEventListener(name, listener));
    return () => listeners.forEach(([name, listener]) => element.removeEventListener(name, listener));
  });
  useBrowserEffect(() => {
    Object.assign(ref.current!, properties);
  });
  // Defines the element once it has its listeners: a tag from a server is no form before.
  useBrowserEffect(() => void import("rapport-feedback"), []);
  return (
    <rapport-feedback ref={ref} {...attributes}>
      {children}
    </rapport-feedback>
  );
}
