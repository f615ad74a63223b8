// Shortens waits of more than five seconds to a hundredth, and records all waits.
window.waits = [];
const wait = window.setTimeout;
window.setTimeout = (task, ms, ...rest) => {
  window.waits.push(ms);
  return wait(task, ms > 5000 ? ms / 100 : ms, ...rest);
};
