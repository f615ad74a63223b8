import { Route, Router, type RouteSectionProps, useNavigate } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import { render } from "solid-js/web";
import { define, initial, start, type State } from "../shared/hooks";
import { Feedback } from "./feedback";

const [state, setState] = createSignal<State>(initial);
const [shown, setShown] = createSignal(true);
const [count, setCount] = createSignal(0);

function Page(props: RouteSectionProps) {
  const navigate = useNavigate();
  window.app = {
    set: (patch) => setState((state) => ({ ...state, ...patch })),
    show: setShown,
    rerender: () => setCount((count) => count + 1),
    go: (path) => navigate(path),
    define,
  };
  return (
    <main>
      <p id="count">{count()}</p>
      {props.children}
    </main>
  );
}

const Home = () => (
  <Show when={shown()}>
    <Feedback state={state()} />
  </Show>
);
const Other = () => <h1>Other</h1>;

await start();
render(
  () => (
    <Router root={Page} base={import.meta.env.BASE_URL.slice(0, -1)}>
      <Route path="/" component={Home} />
      <Route path="/other" component={Other} />
    </Router>
  ),
  document.getElementById("app")!,
);
