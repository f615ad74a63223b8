// A page whose long waits are short, and which writes them down.
window.waits = [];
const wait = window.setTimeout;
window.setTimeout = (task, ms, ...rest) => {
  window.waits.push(ms);
  return wait(task, ms > 5000 ? ms / 100 : ms, ...rest);
};
