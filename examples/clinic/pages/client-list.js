// The list of the therapist's clients. Items change in place, so that a button keeps its focus.
const ACTIONS = [
  ["join", "Join call", "Join call of"],
  ["show", "Show results", "Show results of"],
  ["link", "Copy link", "Copy link for"],
];

function createItem() {
  const item = document.createElement("li");
  const about = document.createElement("div");
  about.className = "about";
  about.append(document.createElement("strong"), document.createElement("small"));
  const buttons = ACTIONS.map(([name, text]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = name === "join" ? "join primary" : name;
    button.append(text);
    return button;
  });
  item.append(about, ...buttons);
  return item;
}

// The trend writes its days in the same way.
const day = (time) => new Date(time).toLocaleDateString(document.documentElement.lang, { dateStyle: "medium" });

function describe({ sessions, lastSessionAt, course }) {
  const count = sessions === 1 ? "1 session" : `${sessions} sessions`;
  return [lastSessionAt ? `${count}, the last on ${day(lastSessionAt)}` : count, course].filter(Boolean).join("; ");
}

// Returns whether the facts about the client are others than before.
function updateItem(item, client, isInCall, actions) {
  const [name, facts] = item.querySelector(".about").children;
  item.dataset.client = client.id;
  name.textContent = client.name;
  if (client.isMadeUp) {
    const mark = document.createElement("span");
    mark.className = "made-up";
    mark.textContent = "made up";
    name.append(mark);
  }
  for (const [action, , words] of ACTIONS) {
    const button = item.querySelector(`.${action}`);
    button.onclick = () => actions[action](client);
    button.setAttribute("aria-label", `${words} ${client.name}`);
  }
  item.querySelector(".join").hidden = !client.waitingCall || isInCall;
  const text = describe(client);
  const isNew = facts.textContent !== text;
  facts.textContent = text;
  return isNew;
}

// Shows these clients. `actions` has a function of a client for each button. Returns the clients with new facts.
export function updateList(list, clients, isInCall, actions) {
  if (list.children.length !== clients.length) {
    list.replaceChildren(...clients.map(createItem));
  }
  return clients.filter((client, index) => updateItem(list.children[index], client, isInCall, actions));
}
