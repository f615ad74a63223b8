import { ref, shallowRef } from "vue";
import { initial } from "../shared/hooks";

export const state = shallowRef(initial);
export const shown = ref(true);
export const count = ref(0);
