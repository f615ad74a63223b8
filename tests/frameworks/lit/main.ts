import { html, LitElement, nothing } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import type { RapportFeedback } from "rapport-feedback";
import { children, configuration, define, initial, listen, start, record } from "../shared/hooks";

const home = import.meta.env.BASE_URL;
const path = () => location.pathname.replace(home, "/");

// Lit cannot bind inside a script element of a template, so it is created.
function script() {
  const script = document.createElement("script");
  script.type = "application/json";
  script.textContent = configuration;
  return script;
}

const inner = children ? html`${script()}<p id="child">light</p>` : nothing;

class HostApp extends LitElement {
  static override properties = {
    bound: { state: true },
    shown: { state: true },
    count: { state: true },
    route: { state: true },
  };

  declare bound: typeof initial;
  declare shown: boolean;
  declare count: number;
  declare route: string;
  #feedback = createRef<RapportFeedback>();
  #observed: RapportFeedback | undefined;
  #stopListening = () => {};

  constructor() {
    super();
    this.bound = initial;
    this.shown = true;
    this.count = 0;
    this.route = path();
    window.addEventListener("popstate", () => (this.route = path()));
    window.app = {
      set: (patch) => (this.bound = { ...this.bound, ...patch }),
      show: (shown) => (this.shown = shown),
      rerender: () => (this.count += 1),
      go: (path) => {
        history.pushState(null, "", home + path.slice(1));
        this.route = path;
      },
      define,
    };
  }

  override createRenderRoot() {
    return this;
  }

  override updated() {
    const element = this.#feedback.value;
    if (element !== this.#observed) {
      this.#stopListening();
      this.#stopListening = element ? listen(element) : () => {};
      this.#observed = element;
    }
  }

  override render() {
    const { bound } = this;
    const feedback = () => html`
      <rapport-feedback
        ${ref(this.#feedback)}
        session-id=${bound.sessionId ?? nothing}
        lang=${bound.lang ?? nothing}
        ?review=${bound.review}
        ?local-events=${bound.localEvents}
        .showValue=${bound.showValue}
        .keepDraft=${bound.keepDraft}
        .mode=${bound.mode}
        .theme=${bound.theme}
        .instrument=${bound.instrument}
        .history=${bound.history}
        .strings=${bound.strings}
        .answers=${bound.answers}
        @rapport-ready=${record}
        @rapport-open=${record}
        @rapport-close=${record}
        @rapport-input=${record}
        @rapport-change=${record}
        @rapport-submit=${record}
        @rapport-saved=${record}
        @rapport-save-failed=${record}
        @rapport-dismiss=${record}
        @rapport-error=${record}
        >${inner}</rapport-feedback
      >
    `;
    const home = () => (this.shown ? feedback() : nothing);
    return html`
      <main>
        <p id="count">${this.count}</p>
        ${this.route === "/other" ? html`<h1>Other</h1>` : home()}
      </main>
    `;
  }
}

await start();
customElements.define("host-app", HostApp);
