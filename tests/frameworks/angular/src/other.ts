import { Component } from "@angular/core";

@Component({ selector: "app-other", template: "<h1>Other</h1>" })
export class Other {}
