import { StrictMode, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, Outlet, RouterProvider, useOutletContext } from "react-router";
import { define, initial, start, type State } from "../shared/hooks";
import { Feedback } from "./feedback";

function Page() {
  const [state, setState] = useState<State>(initial);
  const [shown, setShown] = useState(true);
  const [count, setCount] = useState(0);
  useEffect(() => {
    window.app = {
      set: (patch) => setState((state) => ({ ...state, ...patch })),
      show: setShown,
      rerender: () => setCount((count) => count + 1),
      go: (path) => void router.navigate(path),
      define,
    };
  }, []);
  return (
    <main>
      <p id="count">{count}</p>
      <Outlet context={shown ? state : null} />
    </main>
  );
}

function Home() {
  const state = useOutletContext<State | null>();
  return state && <Feedback state={state} />;
}

const routes = [
  {
    Component: Page,
    children: [
      { index: true, Component: Home },
      { path: "other", element: <h1>Other</h1> },
    ],
  },
];
const router = createBrowserRouter(routes, { basename: import.meta.env.BASE_URL });

await start();
createRoot(document.getElementById("app")!).render(
  <StrictMode>
    <RouterProvider router={router} />
  </StrictMode>,
);
