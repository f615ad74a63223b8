// A page that does wrong on request, for the test of the harness.
window.misbehave = {
  throwLater: () => void setTimeout(() => { throw new Error("thrown on purpose"); }),
  reject: () => void Promise.reject(new Error("rejected on purpose")),
  throwOnUnload: () =>
    addEventListener("pagehide", () => { throw new Error("thrown on purpose"); }),
};
