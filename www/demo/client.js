// Each option is an attribute of the form, and can change at any time.
const feedback = document.getElementById("form");

document.getElementById("options").addEventListener("change", ({ target }) => {
  if (target.type === "checkbox") {
    feedback.toggleAttribute(target.name, target.checked);
  } else {
    feedback.setAttribute(target.name, target.value);
  }
});
