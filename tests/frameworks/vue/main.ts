import { createApp } from "vue";
import { createRouter, createWebHistory } from "vue-router";
import { define, start } from "../shared/hooks";
import App from "./App.vue";
import Home from "./Home.vue";
import Other from "./Other.vue";
import { count, shown, state } from "./state";

const router = createRouter({
  history: createWebHistory(import.meta.env.BASE_URL),
  routes: [
    { path: "/", component: Home },
    { path: "/other", component: Other },
  ],
});

window.app = {
  set: (patch) => (state.value = { ...state.value, ...patch }),
  show: (value) => (shown.value = value),
  rerender: () => count.value++,
  go: (path) => router.push(path),
  define,
};

await start();
createApp(App).use(router).mount("#app");
