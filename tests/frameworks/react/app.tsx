// The app of each build with React: the same pages around a component that shows the element.
import { type ComponentType, StrictMode, useEffect, useState } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { createBrowserRouter, createMemoryRouter, Outlet, RouterProvider, useOutletContext } from "react-router";
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

const routesOf = (Feedback: AppFeedback) => [
  {
    element: <Page Feedback={Feedback} />,
    children: [
      { index: true, Component: Home },
      { path: "other", element: <h1>Other</h1> },
    ],
  },
];

const appOf = (router: ReturnType<typeof createMemoryRouter>) => (
  <StrictMode>
    <RouterProvider router={router} />
  </StrictMode>
);

/** Returns the app as a server renders it. */
export const serverApp = (Feedback: AppFeedback) => appOf(createMemoryRouter(routesOf(Feedback)));

/** Renders the app with a component that shows the element by the given state, or hydrates what a server rendered. */
export function render(Feedback: AppFeedback) {
  const router = createBrowserRouter(routesOf(Feedback), { basename: import.meta.env.BASE_URL });
  const container = document.getElementById("app")!;
  container.firstElementChild ? hydrateRoot(container, appOf(router)) : createRoot(container).render(appOf(router));
  window.app = { ...window.app, go: (path) => void router.navigate(path), define };
}
