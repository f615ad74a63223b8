import { Component, inject } from "@angular/core";
import { Router, RouterOutlet } from "@angular/router";
import { define } from "../../shared/hooks";
import { count, shown, state } from "./state";

@Component({
  selector: "app-root",
  imports: [RouterOutlet],
  template: `
    <main>
      <router-outlet />
    </main>
  `,
})
export class App {
  constructor() {
    const router = inject(Router);
    window.app = {
      set: (patch) => state.update((state) => ({ ...state, ...patch })),
      show: (value) => shown.set(value),
      rerender: () => count.update((count) => count + 1),
      go: (path) => void router.navigateByUrl(path),
      define,
    };
  }
}
