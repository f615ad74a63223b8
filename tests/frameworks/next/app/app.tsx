"use client";

// The state of the app, around the page of the route.
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { AppFeedback } from "../../react-component/app-feedback";
import { define, initial, type State } from "../../shared/hooks";

const Shown = createContext<State | null>(null);

export function App({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>(initial);
  const [shown, setShown] = useState(true);
  const [count, setCount] = useState(0);
  const router = useRouter();
  useEffect(() => {
    window.app = {
      set: (patch) => setState((state) => ({ ...state, ...patch })),
      show: setShown,
      rerender: () => setCount((count) => count + 1),
      go: (path) => router.push(path),
      define,
    };
  }, []);
  return (
    <main>
      <p id="count">{count}</p>
      <Shown value={shown ? state : null}>{children}</Shown>
    </main>
  );
}

export function Home({ hasChildren = false }) {
  const state = useContext(Shown);
  return state && <AppFeedback state={state} hasChildren={hasChildren} />;
}
