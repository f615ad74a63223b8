import { html, LitElement, nothing } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import type { RapportFeedback } from "rapport-feedback";
import { children, configuration, define, initial, listen, start, tell } from "../shared/hooks";

const home = import.meta.env.BASE_URL;
const path = () => location.pathname.replace(home, "/");

// A script of a template cannot be bound to, so this one is made.
function script() {
  const script = document.createElement("script");
  script.type = "application/json";
  script.textContent = configuration;
  return script;
}

const inner = children ? html`${script()}<p id="child">light</p>` : nothing;

class HostApp extends LitElement {
  static override properties = {
    given: { state: true },
    shown: { state: true },
    count: { state: true },
    route: { state: true },
  };

  declare given: typeof initial;
  declare shown: boolean;
  declare count: number;
  declare route: string;
  #feedback = createRef<RapportFeedback>();
  #heard: RapportFeedback | undefined;
  #deafen = () => {};

  constructor() {
    super();
    this.given = initial;
    this.shown = true;
    this.count = 0;
    this.route = path();
    window.addEventListener("popstate", () => (this.route = path()));
    window.app = {
      set: (patch) => (this.given = { ...this.given, ...patch }),
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
    if (element !== this.#heard) {
      this.#deafen();
      this.#deafen = element ? listen(element) : () => {};
      this.#heard = element;
    }
  }

  override render() {
    const { given } = this;
    const feedback = () => html`
      <rapport-feedback
        ${ref(this.#feedback)}
        session-id=${given.sessionId ?? nothing}
        lang=${given.lang ?? nothing}
        ?review=${given.review}
        ?private=${given.private}
        .showValue=${given.showValue}
        .keepDraft=${given.keepDraft}
        .mode=${given.mode}
        .theme=${given.theme}
        .instrument=${given.instrument}
        .history=${given.history}
        .strings=${given.strings}
        .answers=${given.answers}
        @rapport-ready=${tell}
        @rapport-input=${tell}
        @rapport-change=${tell}
        @rapport-submit=${tell}
        @rapport-saved=${tell}
        @rapport-save-failed=${tell}
        @rapport-dismiss=${tell}
        @rapport-error=${tell}
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
