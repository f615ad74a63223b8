import { createContext, render } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { LocationProvider, Route, Router, useLocation } from "preact-iso";
import { define, initial, start, type State } from "../shared/hooks";
import { Feedback } from "./feedback";

const home = import.meta.env.BASE_URL;
const StateContext = createContext<State | null>(null);

function Home() {
  const state = useContext(StateContext);
  return state && <Feedback state={state} />;
}

const Other = () => <h1>Other</h1>;

function Page() {
  const [state, setState] = useState<State>(initial);
  const [shown, setShown] = useState(true);
  const [count, setCount] = useState(0);
  const { route } = useLocation();
  useEffect(() => {
    window.app = {
      set: (patch) => setState((state) => ({ ...state, ...patch })),
      show: setShown,
      rerender: () => setCount((count) => count + 1),
      go: (path) => route(home + path.slice(1)),
      define,
    };
  }, [route]);
  return (
    <main>
      <p id="count">{count}</p>
      <StateContext value={shown ? state : null}>
        <Router>
          <Route path={home} component={Home} />
          <Route path={`${home}other`} component={Other} />
        </Router>
      </StateContext>
    </main>
  );
}

await start();
render(
  <LocationProvider>
    <Page />
  </LocationProvider>,
  document.getElementById("app")!,
);
