import { Component, CUSTOM_ELEMENTS_SCHEMA, effect, type ElementRef, viewChild } from "@angular/core";
import type { RapportFeedback } from "rapport-feedback";
import { children, listen, record } from "../../shared/hooks";
import { count, shown, state } from "./state";

@Component({
  selector: "app-home",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  templateUrl: "home.html",
})
export class Home {
  protected readonly children = children;
  protected readonly count = count;
  protected readonly shown = shown;
  protected readonly state = state;
  protected readonly record = record;
  private readonly feedback = viewChild<ElementRef<RapportFeedback>>("feedback");

  constructor() {
    effect((onCleanup) => {
      const element = this.feedback()?.nativeElement;
      if (element) {
        onCleanup(listen(element));
      }
    });
  }
}
