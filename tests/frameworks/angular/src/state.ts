import { signal } from "@angular/core";
import { initial, type State } from "../../shared/hooks";

export const state = signal<State>(initial);
export const shown = signal(true);
export const count = signal(0);
