// The app of each build with React: the same pages around a component that shows the element.
import { type ComponentType, StrictMode, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, Outlet, RouterProvider, useOutletContext } from "react-router";
import { define, initial, type State } from "../shared/hooks";

export type AppFeedback = ComponentType<{ state: State }>;

interface Context {
  state: State | null;
  Feedback: AppFeedback;
}

function Page({ Feedback }: { Feedback: AppFeedback }) {
  const [state, setState] = useState<State>(initial);
  const [shown, setShown] = useState(true);
  const [count, setCount] = useState(0);
  useEffect(() => {
    Object.assign(window.app, {
      set: (patch: Partial<State>) => setState((state) => ({ ...state, ...patch })),
      show: setShown,
      rerender: () => setCount((count) => count + 1),
    });
  }, []);
  return (
    <main>
      <p id="count">{count}</p>
      <Outlet context={{ state: shown ? state : null, Feedback } satisfies Context} />
    </main>
  );
}

function Home() {
  const { state, Feedback } = useOutletContext<Context>();
  return state && <Feedback state={state} />;
}

/** Renders the app with a component that shows the element by the given state. */
export function render(Feedback: AppFeedback) {
  const children = [
    { index: true, Component: Home },
    { path: "other", element: <h1>Other</h1> },
  ];
  const basename = import.meta.env.BASE_URL;
  const router = createBrowserRouter([{ element: <Page Feedback={Feedback} />, children }], { basename });
  createRoot(document.getElementById("app")!).render(
    <StrictMode>
      <RouterProvider router={router} />
    </StrictMode>,
  );
  window.app = { ...window.app, go: (path) => void router.navigate(path), define };
}
