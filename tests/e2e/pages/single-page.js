// An application that stays on one page. The element is in the root component, outside the routes.
const route = document.querySelector("#route");
const feedback = document.querySelector("rapport-feedback");
const button = (id, action) => {
  const element = document.createElement("button");
  element.id = element.textContent = id;
  element.addEventListener("click", action);
  return element;
};

function show(path, ...content) {
  history.pushState(null, "", path);
  route.replaceChildren(...content);
}

function hangUp() {
  feedback.sessionId = "s-1"; // before the route changes
  show("#home", button("home", () => {}));
  feedback.show();
}

show("#call", button("hang-up", hangUp));
